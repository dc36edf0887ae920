/** Memory counts every attempt that ended in success or failure once, and no other. */
import type { Invariant } from './invariant.ts';

export const creditedOnce: Invariant = {
  name: 'credited-once',
  holds: 'memory counts each attempt that succeeded or failed exactly once, and nothing else',
  watch: () => (effect) => {
    if (effect.kind !== 'ended') return undefined;
    const attempts = effect.incidents.flatMap((incident) => incident.attempts);
    const counting = attempts.filter(({ status }) => status === 'succeeded' || status === 'failed').length;
    const { all, each } = effect.counted;
    if (all === counting && each === counting) return undefined;
    return `${counting} attempts succeeded or failed; memory counts ${each} at services and ${all} over all`;
  },
};
