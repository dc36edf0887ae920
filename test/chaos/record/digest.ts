/** A world in one number: two runs with the same number did the same things at the same times, in the same order. */
import { hashOf } from '../../../sim/world/hash.ts';
import type { Effect } from './effect.ts';

export interface Digest {
  readonly add: (effect: Effect) => void;
  /** Eight hex digits. */
  readonly text: () => string;
}

export function digestOf(): Digest {
  let sum = 0;
  return {
    add: (effect) => {
      const about = 'incidentId' in effect ? effect.incidentId : '';
      sum = (Math.imul(sum, 31) + hashOf(`${effect.kind} ${effect.at} ${about}`)) >>> 0;
    },
    text: () => sum.toString(16).padStart(8, '0'),
  };
}
