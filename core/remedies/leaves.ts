/**
 * What an attempt leaves changed when its incident closes, by its journal: whether anything, and when the healer changes it
 * back without being asked. A write back that was journalled is no proof that it happened; only an undo that saw the former
 * value is, and that marks the attempt as undone.
 */
import type { Attempt } from '../incident/incident.ts';
import type { Journal, Move } from '../incident/journal.ts';
import type { Leftover } from '../incident/leftover.ts';
import { samePace } from './canary.ts';

/** The leftovers of an incident that closes; none of attempts that were undone. */
export function leftoversOf(attempts: readonly Attempt[]): readonly Leftover[] {
  return attempts.flatMap((attempt) => {
    const left = attempt.undone === true ? undefined : leaves(attempt);
    return left === undefined
      ? []
      : [{ attempt: attempt.number, remedy: attempt.remedy, state: { kind: 'kept' }, ...left }];
  });
}

export type Left = Pick<Leftover, 'dueAt' | 'probed' | 'staysUndoable'>;

/** What this attempt leaves, whether or not it was undone since; undefined where nothing. */
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
      // One that succeeded was seen to have put the rollout limits back; the revision stays unless a person asks.
      return status !== 'succeeded' && isNarrowed(journal) ? { dueAt: startedAt, staysUndoable: true } : {};
    }
    case 'replaceTasks': {
      // Its last move is always the former count, done or undone: anything else is half of it.
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
