/** A share of requests must be that share in every short period, or alarms would come and go by chance. */
import { describe, expect, it } from 'vitest';
import { evenly } from '../../lab/fleet/evenly.ts';

describe('a share picked evenly', () => {
  it.each([
    { share: 0, of: 10, picked: 0 },
    { share: 0.25, of: 4, picked: 1 },
    { share: 0.75, of: 4, picked: 3 },
    { share: 1, of: 10, picked: 10 },
  ])('$share of any $of in a row is $picked', ({ share, of, picked }) => {
    const pick = evenly();
    const all = Array.from({ length: of * 5 }, () => pick(share));
    for (let from = 0; from + of <= all.length; from += 1) {
      expect(all.slice(from, from + of).filter((one) => one)).toHaveLength(picked);
    }
  });
});
