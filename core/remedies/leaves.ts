/**
 * What an attempt leaves changed when its incident closes, and when the healer changes it back, by its journal. A
 * journalled write back is no proof that it happened; only an undo that read the former value is, and it marks the
 * attempt as undone.
 */
import type { Attempt } from '../incident/incident.ts';
import type { Journal, Move } from '../incident/journal.ts';
import type { Leftover } from '../incident/leftover.ts';
import { samePace } from './canary.ts';

/** The leftovers of an incident that closes, except of attempts that were undone. */
export function leftoversOf(attempts: readonly Attempt[]): readonly Leftover[] {
  return attempts.flatMap((attempt) => {
    const left = attempt.undone === true ? undefined : leaves(attempt);
    return left === undefined
      ? []
      : [{ attempt: attempt.number, remedy: attempt.remedy, state: { kind: 'kept' }, ...left }];
  });
}

export type Left = Pick<Leftover, 'dueAt' | 'probed' | 'staysUndoable'>;

/** What this attempt leaves, undone or not; undefined for nothing. */
export function leaves({ journal, status, startedAt }: Attempt): Left | undefined {
  const { plan, moves } = journal;
  switch (plan.kind) {
    case 'flipToggle':
      return made(journal, (move) => move.kind === 'writeToggle' && move.value === plan.value)
        ? { dueAt: plan.expiresAt, probed: true }
        : undefined;
    case 'scaleOut':
      return made(journal, (move) => move.kind === 'setDesiredCount' && move.count === plan.to)
        ? { dueAt: plan.expiresAt }
        : undefined;
    case 'rollBack': {
      if (moves.length === 0) return undefined;
      // A success has restored the rollout limits; the revision stays unless a person asks.
      return status !== 'succeeded' && isNarrowed(journal) ? { dueAt: startedAt, staysUndoable: true } : {};
    }
    case 'replaceTasks': {
      // An attempt that ends properly moves the former count last; any other last move is unfinished.
      const last = moves.at(-1)?.move;
      const whole = last === undefined || (last.kind === 'setDesiredCount' && last.count === plan.desiredBefore);
      return whole ? undefined : {};
    }
  }
}

function isNarrowed({ plan, moves }: Journal): boolean {
  if (plan.kind !== 'rollBack' || plan.canary === undefined) return false;
  const { narrow, usual } = plan.canary;
  const narrowed = ({ move }: { readonly move: Move }): boolean =>
    move.kind === 'setTaskDefinition' && move.pace !== undefined && samePace(move.pace, narrow);
  return moves.some(narrowed) && !samePace(narrow, usual);
}

function made({ moves }: Journal, such: (move: Move) => boolean): boolean {
  return moves.some(({ move }) => such(move));
}
