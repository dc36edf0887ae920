/**
 * Memory counts every attempt that ended in success or failure once, and no other. One may be missing where an execution died
 * unseen before it could tell memory, and the next signal, an hour later, ended its incident.
 */
import type { Invariant } from './invariant.ts';

export const creditedOnce: Invariant = {
  name: 'credited-once',
  holds: 'memory counts each attempt that succeeded or failed exactly once, and nothing else',
  watch: () => {
    const silent = new Set<string>();
    return (effect) => {
      if (effect.kind === 'closed' && effect.state === 'Intake') silent.add(effect.incidentId);
      if (effect.kind !== 'ended') return undefined;
      const over = effect.incidents.filter(({ attempts }) => attempts.some(isResult));
      const counting = over.flatMap(({ attempts }) => attempts.filter(isResult)).length;
      // The last attempt of each: those before it were counted before it began.
      const doubtful = over.filter(({ id }) => silent.has(id)).length;
      const { all, each } = effect.counted;
      if (all === each && all <= counting && all >= counting - doubtful) return undefined;
      return `${counting} attempts succeeded or failed; memory counts ${each} at services and ${all} over all`;
    };
  },
};

function isResult({ status }: { readonly status: string }): boolean {
  return status === 'succeeded' || status === 'failed';
}
