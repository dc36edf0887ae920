/** Half of a replacement that was interrupted: a task more than before, or a task without its targets. */
import { ReplaceTasksPlan } from './plan.ts';
import type { RemedyTraits } from '../traits-of.ts';

export const replaceTasksTraits: RemedyTraits<ReplaceTasksPlan> = {
  kind: 'replaceTasks',
  moves: ['setDesiredCount', 'stopTask', 'deregisterTarget'],
  plan: ReplaceTasksPlan,
  example: {
    kind: 'replaceTasks',
    victims: ['arn:task/1'],
    sickKnown: true,
    desiredBefore: 4,
    keepRunning: 2,
    behindLoadBalancer: false,
    tasksBefore: [],
  },
  synonyms: ['restart', 'reboot', 'recycle', 'replace', 'redeploy', 'kill'],
  countFound: ({ desiredBefore }) => desiredBefore,
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
