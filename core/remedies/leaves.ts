/**
 * What an attempt leaves changed when its incident closes, and when the healer changes it back, by its journal. A
 * journalled write back is no proof that it happened; only an undo that read the former value is, and it marks the
 * attempt as undone.
 */
import type { Attempt } from '../incident/incident.ts';
import type { Leftover } from '../incident/leftover.ts';
import { traitsOf } from './plan-traits.ts';
import type { Left, LeftBehind } from './traits-of.ts';

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
  return traitsOf(attempt.journal.plan).left(attempt.journal, attempt);
}

/** What an operator finds changed by an attempt that left something. */
export function changeOf({ journal }: Attempt, { dueAt }: Leftover): LeftBehind | undefined {
  return traitsOf(journal.plan).change(journal, dueAt !== undefined);
}

/** What the message of the end says of a leftover that is due; undefined where nothing. */
export function promiseOf({ journal }: Attempt, dueAt: number, execution: 'alive' | 'dead'): string | undefined {
  return traitsOf(journal.plan).promise?.(journal.plan, dueAt, execution);
}

/** What is told where it was due and was not put back. @throws Error where the remedy promises nothing of the kind */
export function notPutBack({ journal }: Attempt): { readonly what: string; readonly left: string } {
  const told = traitsOf(journal.plan).notPutBack?.(journal.plan);
  if (told === undefined) throw new Error(`what ${journal.plan.kind} leaves is told otherwise`);
  return told;
}
