/** Half of a replacement that was interrupted: a task more than before, or a task without its targets. */
import type { ReplaceTasksPlan } from '../../incident/journal.ts';
import type { LeavesOf } from '../leaves-of.ts';

export const replaceTasksLeaves: LeavesOf<ReplaceTasksPlan> = {
  kind: 'replaceTasks',
  left({ plan, moves }) {
    // Its last move is always the former count, done or undone: anything else is half of it.
    const last = moves.at(-1)?.move;
    const whole = last === undefined || (last.kind === 'setDesiredCount' && last.count === plan.desiredBefore);
    return whole ? undefined : {};
  },
  change({ plan: { desiredBefore: from }, moves }) {
    const counts = moves.flatMap(({ move }) => (move.kind === 'setDesiredCount' ? [move.count] : []));
    const to = Math.max(from, ...counts);
    return to > from ? { kind: 'count', from, to } : undefined;
  },
};
