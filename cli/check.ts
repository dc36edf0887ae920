/**
 * One check of a deployed healer, and the words of its findings. A check that cannot be made has failed: missing data
 * proves nothing. Nothing here calls AWS.
 */
import { describeError } from '../lambdas/adapters/aws-call.ts';

export type Status = 'ok' | 'warning' | 'failed' | 'skipped';

export interface Finding {
  readonly status: Status;
  /** What the check saw, in a few sentences. */
  readonly detail: string;
  /** What to do; absent when there is nothing to do. */
  readonly fix?: string;
}

export interface CheckResult extends Finding {
  readonly id: string;
  readonly title: string;
}

export interface Check<World> {
  readonly id: string;
  readonly title: string;
  /** Reads only. An error of `run` is a failed check. */
  readonly run: (world: World) => Promise<Finding>;
}

export interface Problem {
  readonly status: 'warning' | 'failed';
  readonly text: string;
  readonly fix: string;
}

/** A problem with which its check has failed. */
export function failed(text: string, fix: string): Problem {
  return { status: 'failed', text, fix };
}

/** A problem that a person has to look at. */
export function warning(text: string, fix: string): Problem {
  return { status: 'warning', text, fix };
}

/** A finding names so many problems: a broken account has hundreds of one kind, and the first ones show which. */
const SHOWN_MAX = 8;

/** The finding for a list of problems, the worst first; `fine` is its text without problems. */
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

/** Runs a check and turns its error into a finding. */
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
    ? 'the person who runs this needs the rights listed in docs/verify.md of the healer package'
    : 'run it again; if it fails again, the error says what AWS refused';
}
