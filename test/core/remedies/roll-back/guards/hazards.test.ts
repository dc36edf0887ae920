/** The hazards of going back that its guards are there for, by name. */
import { describe, expect, it } from 'vitest';
import {
  HOUR,
  current,
  deployed,
  failure,
  holdsWith,
  tagged,
  withPeers,
  withRecord,
  withReleases,
  type Row,
} from './rollback-case-facts.ts';

const HAZARDS: readonly Row[] = [
  {
    case: 'H1: what ran before is broken too',
    change: withRecord({
      failures: [{ ...failure, from: current.startedAt - 48 * HOUR, until: current.startedAt - HOUR * 40 }],
    }),
    hold: 'known-good-failing',
  },
  {
    case: 'H2: two bad releases in a row, and the way back would have no end',
    change: withReleases({ deployments: [current, deployed(6, 0.5), deployed(5, 100)] }),
    hold: 'known-good-too-far',
  },
  {
    case: 'H3: a button is broken, and the release brought a critical fix',
    change: tagged({ 'healer:release': 'critical-fix' }),
    hold: 'critical-release',
  },
  {
    case: 'H4: the callers have moved on to the new protocol',
    change: withPeers('consumer', { 'healer:accepts-user': '5-6' }),
    hold: 'api-incompatible',
  },
  {
    case: 'H5: the database has moved on to the new schema',
    change: tagged({ 'healer:schema': 'activate' }),
    hold: 'schema-activated',
  },
];

describe('going back', () => {
  it.each(HAZARDS)('does not step into the hazard $case', ({ change, hold }) => {
    expect(holdsWith(change)).toContain(hold);
  });
});
