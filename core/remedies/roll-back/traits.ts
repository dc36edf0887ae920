/** A revision that was rolled back stays, because that is what healed; rollout limits that are still narrow are due at once. */
import type { Journal, Move } from '../../incident/journal.ts';
import { RollBackPlan } from './plan.ts';
import type { RemedyTraits } from '../traits-of.ts';
import { sameRolloutLimits } from './canary.ts';

export const rollBackTraits: RemedyTraits<RollBackPlan> = {
  kind: 'rollBack',
  moves: ['setTaskDefinition'],
  plan: RollBackPlan,
  example: { kind: 'rollBack', from: 'service:2', to: 'service:1' },
  synonyms: ['revert'],
  target: ({ from, to }) => `${from} > ${to}`,
  left(journal, { status, startedAt }) {
    if (journal.moves.length === 0) return undefined;
    // One that succeeded was seen to have put the rollout limits back.
    return status !== 'succeeded' && isNarrowed(journal) ? { dueAt: startedAt, staysUndoable: true } : {};
  },
  change({ plan: { canary } }, due) {
    if (!due || canary === undefined) return undefined;
    return { kind: 'rollout-limits', usual: canary.usual.maximumPercent, narrow: canary.narrow.maximumPercent };
  },
  // A living execution puts it back, this one or the one that the sweep starts.
  promise({ canary }) {
    if (canary === undefined) return undefined;
    const limits = `maximumPercent ${canary.narrow.maximumPercent} instead of ${canary.usual.maximumPercent}`;
    return `deployments may start one task at a time (${limits}) until I restore it, as soon as no hold forbids it`;
  },
  notPutBack({ canary }) {
    const { usual, narrow } = canary ?? {};
    const left = `the healer found maximumPercent ${usual?.maximumPercent}, and set ${narrow?.maximumPercent}`;
    return { what: 'rollout limits', left };
  },
};

function isNarrowed({ plan, moves }: Journal<RollBackPlan>): boolean {
  if (plan.canary === undefined) return false;
  const { narrow, usual } = plan.canary;
  const narrowed = ({ move }: { readonly move: Move }): boolean =>
    move.kind === 'setTaskDefinition' &&
    move.rolloutLimits !== undefined &&
    sameRolloutLimits(move.rolloutLimits, narrow);
  return moves.some(narrowed) && !sameRolloutLimits(narrow, usual);
}
