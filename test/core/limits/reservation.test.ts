/** The order in which limits are asked, and that what is refused writes nothing and uses nothing up. */
import { describe, expect, it } from 'vitest';
import { FRESH_ACCOUNT } from '../../../core/limits/account.ts';
import { leaseEnd } from '../../../core/limits/lease.ts';
import { ACCOUNT_POLICY, SERVICE_POLICY } from '../../../core/limits/policy.ts';
import { decideReservation, type LimitsReading } from '../../../core/limits/reservation.ts';
import { MINUTE, reservation, START } from '../../contract/samples.ts';

const NOTHING: LimitsReading = { log: [], account: FRESH_ACCOUNT, leases: new Map() };

const REQUEST = reservation({ bounds: { services: 40, account: ACCOUNT_POLICY, service: SERVICE_POLICY } });

function log(minutesAgo: readonly number[]): LimitsReading['log'] {
  return minutesAgo.map((ago) => ({ attemptId: `old-${ago}#1`, at: START - ago * MINUTE, remedy: 'replaceTasks' }));
}

/** Everything in the way at once; each case leaves out what comes before its own. */
const SETTLED = { attempt: { fence: 1, status: 'failed' } } as const;
const WINDOW = { log: log([30, 20, 1]) };
const GAP = { log: log([1]) };
const BUSY = { lease: { holder: 'other', fence: 4, until: leaseEnd(START) } };
const STORM = { storm: { level: 'hard', since: START, declaredBy: 'inc-0' } } as const;
const OPEN = { breaker: { outcomes: [], openedAt: START } };
const RATE = { bucket: { tokens: 0, at: START } };
const SLOTS = {
  slots: [0, 1, 2, 3].map((index) => ({ incidentId: `o${index}`, group: `o${index}`, remedy: 'scaleOut' as const })),
};
const LEASES = {
  leases: new Map(
    [0, 1, 2, 3].map((index) => [`o${index}`, { holder: `o${index}`, fence: 1, until: leaseEnd(START) }]),
  ),
};

function accountOf(...changes: readonly Partial<LimitsReading['account']>[]): Partial<LimitsReading> {
  return { account: Object.assign({}, FRESH_ACCOUNT, ...changes) as LimitsReading['account'] };
}

const ALL = accountOf(STORM, OPEN, SLOTS, RATE);

describe('A reservation that several limits refuse', () => {
  it.each([
    { case: 'an attempt that is over', reading: { ...SETTLED, ...WINDOW, ...BUSY, ...ALL }, first: 'already-tried' },
    { case: 'the window of the runbook', reading: { ...WINDOW, ...BUSY, ...ALL }, first: 'attempts-exhausted' },
    { case: 'the pause of the service', reading: { ...GAP, ...BUSY, ...ALL }, first: 'too-soon' },
    { case: 'the group', reading: { ...BUSY, ...ALL }, first: 'group-busy' },
    { case: 'the storm', reading: ALL, first: 'storm-hard' },
    { case: 'the breaker', reading: accountOf(OPEN, SLOTS, RATE), first: 'breaker-open' },
    { case: 'how many at once', reading: accountOf(SLOTS, RATE), first: 'account-busy' },
    { case: 'how many in a time', reading: accountOf(RATE), first: 'account-rate' },
  ])('names $case before what passes sooner', ({ reading, first }) => {
    const decision = decideReservation({ ...NOTHING, ...LEASES, ...reading }, REQUEST);
    expect(decision).toMatchObject({ kind: 'answer', result: { kind: 'denied', hold: { reason: first } } });
  });
});

describe('A reservation that is granted', () => {
  it('writes lease, log, account and attempt together', () => {
    const until = leaseEnd(START);
    expect(decideReservation(NOTHING, REQUEST)).toEqual({
      kind: 'write',
      lease: { holder: 'inc-1', fence: 1, until },
      log: [{ attemptId: 'inc-1#1', at: START, remedy: 'replaceTasks' }],
      account: {
        ...FRESH_ACCOUNT,
        bucket: { tokens: 2, at: START },
        slots: [{ incidentId: 'inc-1', group: 'shop', remedy: 'replaceTasks' }],
      },
      attempt: { fence: 1, status: 'pending' },
    });
  });

  it('is not counted again by the log for an attempt that was in it, and lost its lease', () => {
    const reading = {
      ...NOTHING,
      log: [{ attemptId: 'inc-1#1', at: START - MINUTE, remedy: 'replaceTasks' as const }],
    };
    const decision = decideReservation(
      { ...reading, attempt: { fence: 1, status: 'pending' } },
      { ...REQUEST, attemptsMax: 1 },
    );
    expect(decision).toMatchObject({ kind: 'write', log: reading.log });
  });
});
