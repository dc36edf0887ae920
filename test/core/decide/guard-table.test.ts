/** Every guard, whichever signal says that a service fails, cell by cell; the documentation's table is made of the same code. */
import { describe, expect, it } from 'vitest';
import {
  PROVENANCES,
  SITUATIONS,
  cell,
  guardTable,
  type Provenance,
  type SituationId,
} from '../../support/guard-table.ts';

const BUSY = '`overloaded`';
const UNREAD = '`metrics-unreadable`';
const NONE_OUT = '`none-stands-out`';
const UNKNOWN = '`about-unknown`';
const DEPENDENCY = '`dependency-failing`';

/** What is right in each situation where the signal is understood and has a limit that tasks can be held to. */
const UNDERSTOOD: Readonly<Record<SituationId, string>> = {
  crowd: BUSY,
  crowdErrors: BUSY,
  unread: UNREAD,
  uncounted: 'replace 4 of 4',
  allHot: 'replace 4 of 4',
  oneHot: 'replace 1 of 4',
  oneHotInCrowd: 'replace 1 of 4',
  dependency: DEPENDENCY,
};
/** Without a limit it is unknown that all of them are too hot. */
const WITHOUT_LIMIT = { ...UNDERSTOOD, uncounted: NONE_OUT };

const RIGHT: Readonly<Record<Provenance, Readonly<Record<SituationId, string>>>> = {
  own: UNDERSTOOD,
  same: UNDERSTOOD,
  average: UNDERSTOOD,
  math: UNDERSTOOD,
  composite: UNDERSTOOD,
  ownBand: WITHOUT_LIMIT,
  band: WITHOUT_LIMIT,
  series: WITHOUT_LIMIT,
  log: WITHOUT_LIMIT,
  declared: UNDERSTOOD,
  event: WITHOUT_LIMIT,
  custom: WITHOUT_LIMIT,
  another: {
    crowd: UNKNOWN,
    crowdErrors: UNKNOWN,
    unread: UNREAD,
    uncounted: UNKNOWN,
    allHot: UNKNOWN,
    oneHot: UNKNOWN,
    oneHotInCrowd: UNKNOWN,
    dependency: `${DEPENDENCY}, ${UNKNOWN}`,
  },
};

describe.each(Object.keys(PROVENANCES) as Provenance[])('a failure that is said by: %s', (provenance) => {
  it.each(Object.keys(SITUATIONS) as SituationId[])('is treated right: %s', (situation) => {
    expect(cell(situation, provenance)).toBe(RIGHT[provenance][situation]);
  });
});

describe('the same crowd, the same metric and the same limit', () => {
  it('get the same answer, however the alarm was made', () => {
    for (const situation of Object.keys(SITUATIONS) as SituationId[]) {
      expect(cell(situation, 'same'), situation).toBe(cell(situation, 'own'));
    }
  });
});

describe('the table in the documentation', () => {
  it('is made of the code: `npm test -- test/core/decide/guard-table.test.ts -u` writes it', async () => {
    const header = `# Guards by kind of signal

Would tasks be replaced, and how many? Each row is the same failure told by another kind of signal; each column the same
facts but for that. A name is the [reason](holds.md) why no task is touched. How it is established what a signal is
about: [signals](signals.md#what-an-alarm-is-about). This page is written by a test, from the code that decides.

`;
    await expect(`${header}${guardTable()}\n`).toMatchFileSnapshot('../../../docs/guards.md');
  });
});
