/** What limits all healing together: how many at once, which of them alone, and what a storm and a trial heal that fails do to it. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  admitToAccount,
  afterAttempt,
  concurrencyMax,
  FRESH_ACCOUNT,
  stormHold,
  withStormAfter,
  withStormTold,
  type Account,
  type AccountRequest,
} from '../../../core/limits/account.ts';
import { CLOCK_SKEW_SECONDS, leaseEnd, type Lease } from '../../../core/limits/lease.ts';
import { ACCOUNT_POLICY } from '../../../core/limits/policy.ts';
import { STORM_LEVELS, type SickService, type Storm } from '../../../core/limits/storm.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 2, 10);
const SOFT: Storm = { level: 'soft', since: START - MINUTE, declaredBy: 'inc-0' };
const HARD: Storm = { ...SOFT, level: 'hard' };
const PLENTY = { ...ACCOUNT_POLICY, burst: 1_000 };

function request(change: Partial<AccountRequest> = {}): AccountRequest {
  return {
    incidentId: 'inc-1',
    group: 'g1',
    remedy: 'replaceTasks',
    stormLevelMax: 'none',
    services: 40,
    policy: PLENTY,
    now: START,
    ...change,
  };
}

/** Heals of other incidents that hold the leases of their groups, `o0` and on. */
function busyWith(count: number, change: Partial<Account> = {}, until = leaseEnd(START)) {
  const slots = Array.from({ length: count }, (_, index) => ({
    incidentId: `other-${index}`,
    group: `o${index}`,
    remedy: 'replaceTasks' as const,
  }));
  const leases = new Map<string, Lease>(
    slots.map(({ incidentId, group }) => [group, { holder: incidentId, fence: 1, until }]),
  );
  return { account: { ...FRESH_ACCOUNT, slots, ...change }, leases };
}

function reason({ account, leases }: ReturnType<typeof busyWith>, change: Partial<AccountRequest> = {}): string {
  const answer = admitToAccount(account, leases, request(change));
  return answer.kind === 'denied' ? answer.hold.reason : 'granted';
}

describe('How many are healed at the same time', () => {
  it.each([
    { services: 0, most: 1 },
    { services: 1, most: 1 },
    { services: 19, most: 1 },
    { services: 20, most: 2 },
    { services: 1_000, most: 100 },
  ])('is $most of $services services', ({ services, most }) => {
    expect(concurrencyMax({ services, policy: ACCOUNT_POLICY })).toBe(most);
    expect(reason(busyWith(most - 1), { services })).toBe('granted');
    expect(reason(busyWith(most), { services })).toBe('account-busy');
  });

  it('is said with the heal that is in the way', () => {
    const { account, leases } = busyWith(4);
    const answer = admitToAccount(account, leases, request());
    const detail = 'o0 is being healed (replaceTasks) by incident other-0';
    expect(answer).toEqual({ kind: 'denied', hold: { reason: 'account-busy', detail } });
  });

  it.each([
    { case: 'its lease was released', until: 0, expected: 'granted' },
    {
      case: 'its lease ended longer ago than clocks differ',
      until: START - CLOCK_SKEW_SECONDS * 1_000,
      expected: 'granted',
    },
    { case: 'its lease ended just now', until: START - 1, expected: 'account-busy' },
  ])('counts a heal no more when $case: $expected', ({ until, expected }) => {
    expect(reason(busyWith(4, {}, until))).toBe(expected);
  });

  it('counts a heal no more whose group is held by another incident by now', () => {
    const { account, leases } = busyWith(4);
    leases.set('o0', { holder: 'somebody-else', fence: 2, until: leaseEnd(START) });
    expect(reason({ account, leases })).toBe('granted');
  });

  it('counts a heal again that renewed its lease late, although another passed meanwhile', () => {
    const lapsed = START - CLOCK_SKEW_SECONDS * 1_000;
    const { account, leases } = busyWith(1, {}, lapsed);
    const answer = admitToAccount(account, leases, request({ services: 10 }));
    if (answer.kind !== 'granted') throw new Error(answer.hold.reason);
    const late = { holder: 'other-0', fence: 1, until: leaseEnd(START) };
    const after = { account: answer.account, leases: new Map([['o0', late]]) };
    expect(reason(after, { services: 10, incidentId: 'third', group: 'third' })).toBe('account-busy');
  });

  it('counts the next remedy of an incident as the heal that it is already', () => {
    const { account, leases } = busyWith(4);
    const answer = admitToAccount(account, leases, request({ incidentId: 'other-2', group: 'o2' }));
    if (answer.kind !== 'granted') throw new Error(answer.hold.reason);
    expect(answer.account.slots).toHaveLength(4);
  });

  it('is one where rolling back is concerned, whatever else is under way', () => {
    const { account, leases } = busyWith(1);
    const rollingBack = { ...account, slots: account.slots.map((slot) => ({ ...slot, remedy: 'rollBack' as const })) };
    expect(reason({ account: rollingBack, leases }, { remedy: 'rollBack', services: 1_000 })).toBe('account-busy');
    expect(reason({ account: rollingBack, leases }, { remedy: 'replaceTasks', services: 1_000 })).toBe('granted');
    expect(reason({ account, leases }, { remedy: 'rollBack', services: 1_000 })).toBe('granted');
  });

  it('is one in a storm, and while the breaker tries whether it may close', () => {
    const inStorm = { stormLevelMax: 'soft' as const, services: 1_000 };
    expect(reason(busyWith(0, { storm: SOFT }), inStorm)).toBe('granted');
    expect(reason(busyWith(1, { storm: SOFT }), inStorm)).toBe('account-busy');
    const openedAt = START - ACCOUNT_POLICY.breakerOpenMinutes * MINUTE;
    const breaker = { outcomes: [], openedAt };
    expect(reason(busyWith(0, { breaker }), { services: 1_000 })).toBe('granted');
    expect(reason(busyWith(1, { breaker }), { services: 1_000 })).toBe('account-busy');
    expect(reason(busyWith(0, { breaker: { outcomes: [], openedAt: openedAt + 1 } }))).toBe('breaker-open');
  });
});

describe('How often anything is healed', () => {
  it('is three times at once and then every five minutes, however many services there are', () => {
    let account: Account = FRESH_ACCOUNT;
    const grantedAt: number[] = [];
    for (let minute = 0; minute <= 30; minute += 1) {
      const now = START + minute * MINUTE;
      for (let ask = 0; ask < 10; ask += 1) {
        const answer = admitToAccount(account, new Map(), request({ policy: ACCOUNT_POLICY, services: 1_000, now }));
        if (answer.kind === 'granted') [account] = [answer.account, grantedAt.push(minute)];
      }
    }
    expect(grantedAt).toEqual([0, 0, 0, 5, 10, 15, 20, 25, 30]);
  });

  it('is said with the numbers and with the time from which on there is another', () => {
    const account = { ...FRESH_ACCOUNT, bucket: { tokens: 0.5, at: START } };
    expect(admitToAccount(account, new Map(), request({ policy: ACCOUNT_POLICY }))).toEqual({
      kind: 'denied',
      hold: {
        reason: 'account-rate',
        detail: '3 attempts at once and one more every 5 min are the limit for all services',
        until: START + 2.5 * MINUTE,
      },
    });
  });
});

describe('In a storm', () => {
  it.each(
    STORM_LEVELS.flatMap((levelMax) =>
      [undefined, SOFT, HARD].map((storm) => ({ levelMax, storm, level: storm?.level ?? ('none' as const) })),
    ),
  )('what is right up to $levelMax is held by $level only beyond that', ({ levelMax, storm, level }) => {
    const held = STORM_LEVELS.indexOf(level) > STORM_LEVELS.indexOf(levelMax);
    expect(stormHold(storm, levelMax)?.reason).toBe(held ? `storm-${level}` : undefined);
    const { account, leases } = busyWith(0, storm === undefined ? {} : { storm });
    expect(reason({ account, leases }, { stormLevelMax: levelMax })).toBe(held ? `storm-${level}` : 'granted');
  });

  const failed = { attemptId: 'inc-1#1', service: 'a', helped: false, at: START };

  it('a heal that does not help makes it a hard one', () => {
    const { storm } = afterAttempt({ ...FRESH_ACCOUNT, storm: SOFT }, failed, ACCOUNT_POLICY);
    expect(storm).toEqual(HARD);
  });

  it.each([
    { case: 'helps', outcome: { ...failed, helped: true }, storm: SOFT },
    { case: 'failed before it began', outcome: { ...failed, at: SOFT.since - 1 }, storm: SOFT },
  ])('a heal that $case changes nothing about it', ({ outcome, storm }) => {
    expect(afterAttempt({ ...FRESH_ACCOUNT, storm }, outcome, ACCOUNT_POLICY).storm).toBe(storm);
  });

  it('a heal is told once', () => {
    const once = afterAttempt({ ...FRESH_ACCOUNT, storm: SOFT }, failed, ACCOUNT_POLICY);
    expect(afterAttempt(once, failed, ACCOUNT_POLICY)).toBe(once);
  });
});

describe('After a storm', () => {
  const OLD: Storm = { level: 'hard', since: START - 60 * MINUTE, declaredBy: 'inc-0' };
  const over = (account: Account, records: readonly SickService[] = [], now = START) =>
    withStormAfter(account, { records, services: 40, policy: ACCOUNT_POLICY, now, incidentId: 'inc-1' });

  it.each([
    { case: 'a full bucket', tokens: 3, left: 1 },
    { case: 'an untouched one', tokens: undefined, left: 1 },
    { case: 'an empty one', tokens: 0, left: 0 },
  ])('attempts begin anew with at most one: $left of $case', ({ tokens, left }) => {
    const bucket = tokens === undefined ? {} : { bucket: { tokens, at: START } };
    const after = over({ ...FRESH_ACCOUNT, ...bucket, storm: OLD });
    expect(after.storm).toBeUndefined();
    expect(after.bucket).toEqual({ tokens: left, at: START });
  });

  it('is on record with how its members are, until people were told', () => {
    const member = (service: string, change: Partial<SickService>): SickService => {
      return { service, incidentId: `inc-${service}`, failureType: 'high-cpu', openedAt: OLD.since, ...change };
    };
    const closedAt = START - 30 * MINUTE;
    const after = over({ ...FRESH_ACCOUNT, storm: OLD }, [
      member('well', { closedAt, well: true }),
      member('unwell', { closedAt, well: false }),
      member('open', {}),
      member('before', { openedAt: 0, closedAt: OLD.since - 1, well: true }),
    ]);
    const ended = { ...OLD, endedAt: START, recovered: 1, unwell: ['open', 'unwell'], unwellCount: 2 };
    expect(after.ended).toEqual(ended);
    expect(withStormTold(after, OLD.since - 1)).toBe(after);
    expect(withStormTold(after, OLD.since).ended).toBeUndefined();
  });

  it('nothing changes where there was none', () => {
    expect(over(FRESH_ACCOUNT)).toBe(FRESH_ACCOUNT);
  });

  it('no span of time has seen more attempts than the rate allows, storms or not', () => {
    const steps = fc.array(fc.record({ pause: fc.integer({ min: 0, max: 6 }), failing: fc.nat({ max: 20 }) }), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(steps, (all) => {
        let account: Account = FRESH_ACCOUNT;
        let now = START;
        const grantedAt: number[] = [];
        for (const { pause, failing } of all) {
          now += pause * MINUTE;
          const records = Array.from({ length: failing }, (_, index) => {
            return { service: `s${index}`, incidentId: `inc-s${index}`, failureType: 'high-cpu', openedAt: now };
          });
          account = over(account, records, now);
          const ask = request({ policy: ACCOUNT_POLICY, stormLevelMax: 'hard', now });
          const answer = admitToAccount(account, new Map(), ask);
          if (answer.kind === 'granted') [account] = [answer.account, grantedAt.push(now)];
        }
        for (const [first, from] of grantedAt.entries()) {
          const last = grantedAt.length - 1;
          const most = ACCOUNT_POLICY.burst + ((grantedAt[last] ?? 0) - from) / (ACCOUNT_POLICY.refillMinutes * MINUTE);
          expect(last - first + 1).toBeLessThanOrEqual(most + 1e-6);
        }
      }),
    );
  });
});
