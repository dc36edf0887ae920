/**
 * What an attempt leaves changed when its incident closes, and when the healer changes it back, by its journal. A
 * journalled write back is no proof that it happened; only an undo that read the former value is, and it marks the
 * attempt as undone.
 */
import type { Attempt } from '../incident/incident.ts';
import type { Journal, Plan } from '../incident/journal.ts';
import type { Leftover } from '../incident/leftover.ts';
import type { ActionKind } from '../vocabulary.ts';
import { flipToggleLeaves } from './flip-toggle/leaves.ts';
import type { Left, LeavesOf, LeftBehind } from './leaves-of.ts';
import { journalOf } from './remedy.ts';
import { replaceTasksLeaves } from './replace-tasks/leaves.ts';
import { rollBackLeaves } from './roll-back/leaves.ts';
import { scaleOutLeaves } from './scale-out/leaves.ts';

const LEAVES: Readonly<Record<ActionKind, LeavesOf<Plan>>> = {
  replaceTasks: any(replaceTasksLeaves),
  flipToggle: any(flipToggleLeaves),
  rollBack: any(rollBackLeaves),
  scaleOut: any(scaleOutLeaves),
};

/** The leftovers of an incident that closes, except of attempts that were undone. */
export function leftoversOf(attempts: readonly Attempt[]): readonly Leftover[] {
  return attempts.flatMap((attempt) => {
    const left = attempt.undone === true ? undefined : leaves(attempt);
    return left === undefined
      ? []
      : [{ attempt: attempt.number, remedy: attempt.remedy, state: { kind: 'kept' }, ...left }];
  });
}

/** What this attempt leaves, whether or not it was undone since; undefined where nothing. */
export function leaves(attempt: Attempt): Left | undefined {
  return LEAVES[attempt.remedy].left(attempt.journal, attempt);
}

/** What an operator finds changed by an attempt that left something. */
export function changeOf({ remedy, journal }: Attempt, { dueAt }: Leftover): LeftBehind | undefined {
  return LEAVES[remedy].change(journal, dueAt !== undefined);
}

/** What the message of the end says of a leftover that is due; undefined where nothing. */
export function promiseOf(
  { remedy, journal }: Attempt,
  dueAt: number,
  execution: 'alive' | 'dead',
): string | undefined {
  return LEAVES[remedy].promise?.(journal.plan, dueAt, execution);
}

/** What is told where it was due and was not put back. @throws Error where the remedy promises nothing of the kind */
export function notPutBack({ remedy, journal }: Attempt): { readonly what: string; readonly left: string } {
  const told = LEAVES[remedy].notPutBack?.(journal.plan);
  if (told === undefined) throw new Error(`what ${remedy} leaves is told otherwise`);
  return told;
}

/** For any journal: one that another remedy wrote is refused with an Error. */
function any<Of extends Plan>(of: LeavesOf<Of>): LeavesOf<Plan> {
  const own = (journal: Journal): Journal<Of> => journalOf(of.kind, journal);
  const planOf = (plan: Plan): Of => own({ plan, moves: [] }).plan;
  const { promise, notPutBack: told } = of;
  return {
    kind: of.kind,
    left: (journal, attempt) => of.left(own(journal), attempt),
    change: (journal, due) => of.change(own(journal), due),
    ...(promise && { promise: (plan, dueAt, execution) => promise(planOf(plan), dueAt, execution) }),
    ...(told && { notPutBack: (plan) => told(planOf(plan)) }),
  };
}
