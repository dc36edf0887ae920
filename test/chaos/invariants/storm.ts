/**
 * In a storm nothing disruptive is begun: while a soft one is on record one heal at a time, and no disruptive one but for
 * it; while a hard one is, only features are given up. One page is sent for each storm, and for its growing.
 */
import type { Granted } from '../record/effect.ts';
import type { Invariant } from './invariant.ts';

export const storm: Invariant = {
  name: 'storm-respected',
  holds: 'while a storm is on record nothing disruptive is begun, and people are told of it once',
  watch: () => {
    let [storms, pages, excused] = [0, 0, 0];
    const attempts = new Set<string>();
    return (effect) => {
      if (effect.kind === 'storm' && effect.level !== 'none') storms += 1;
      if (effect.kind === 'fault' && (effect.state === 'Announce' || effect.fault === 'aborted')) excused += 1;
      // Of a witness that was given up it is unknown whether its message went out: rather twice than never.
      if (effect.kind === 'closed' && effect.outcome === 'failed') excused += 1;
      if (effect.kind === 'told' && effect.message === 'storm' && ++pages > storms + excused) {
        return `${pages} pages for ${storms} storms`;
      }
      if (effect.kind !== 'granted') return undefined;
      const known = attempts.has(idOf(effect));
      attempts.add(idOf(effect));
      // One that was let through before goes on.
      return known ? undefined : wrong(effect);
    };
  },
};

function idOf({ incidentId, attempt }: Granted): string {
  return `${incidentId}#${attempt}`;
}

function wrong({ storm: level, remedy, class: how, incidentId }: Granted): string | undefined {
  if (level === 'hard' && remedy !== 'flipToggle') return `${remedy} for ${incidentId} in a hard storm`;
  return level === 'soft' && how === 'disruptive' ? `${remedy} for ${incidentId} in a soft storm` : undefined;
}
