/**
 * What one check of a deployed healer is, and how its findings are put into words. A check that cannot be made has
 * failed: silence is no proof. Nothing here knows AWS.
 */
import { describeError } from '../lambdas/adapters/aws-call.ts';

export type Status = 'ok' | 'warning' | 'failed' | 'skipped';

export interface Finding {
  readonly status: Status;
  /** What was seen, in one or a few sentences. */
  readonly detail: string;
  /** What to do about it; absent when nothing has to be done. */
  readonly fix?: string;
}

export interface CheckResult extends Finding {
  readonly id: string;
  readonly title: string;
}

export interface Check<World> {
  readonly id: string;
  readonly title: string;
  /** Reads only. What it throws is a failed check. */
  readonly run: (world: World) => Promise<Finding>;
}

/** One thing that is not as it should be. */
export interface Problem {
  readonly status: 'warning' | 'failed';
  readonly text: string;
  readonly fix: string;
}

/** Problems named in one finding: a broken account has hundreds of the same kind, and the first ones tell which. */
const SHOWN_MAX = 8;

/** The finding for a list of problems, the worst first; `fine` says what was found when there are none. */
export function findingOf(problems: readonly Problem[], fine: string): Finding {
  if (problems.length === 0) return { status: 'ok', detail: fine };
  const worstFirst = problems.toSorted((a, b) => Number(a.status === 'warning') - Number(b.status === 'warning'));
  const shown = worstFirst.slice(0, SHOWN_MAX);
  const more = problems.length > SHOWN_MAX ? [`and ${problems.length - SHOWN_MAX} more`] : [];
  return {
    status: worstFirst[0]?.status ?? 'failed',
    detail: [...shown.map(({ text }) => text), ...more].join('; '),
    fix: [...new Set(shown.map(({ fix }) => fix))].join('; '),
  };
}

/** Runs a check; what it throws becomes its finding. */
export async function made<World>({ id, title, run }: Check<World>, world: World): Promise<CheckResult> {
  try {
    return { id, title, ...(await run(world)) };
  } catch (error) {
    const why = isInterruption(error) ? 'interrupted' : describeError(error);
    return { id, title, status: 'failed', detail: `not checked: ${why}`, fix: fixFor(error) };
  }
}

function isInterruption(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

const NOT_ALLOWED = /AccessDenied|NotAuthorized|UnauthorizedOperation|is not authorized/;

function fixFor(error: unknown): string {
  return NOT_ALLOWED.test(describeError(error))
    ? 'give whoever runs this the rights listed in docs/verify.md of the healer package'
    : 'run it again; when it stays, the error says what AWS refused';
}
