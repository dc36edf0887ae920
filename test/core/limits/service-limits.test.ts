/** What limits the healing of one service: a day, pauses that double, a remedy that is repeated. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttemptLog } from '../../../core/limits/attempts-window.ts';
import { SERVICE_POLICY } from '../../../core/limits/policy.ts';
import { repeatedHold, serviceHold } from '../../../core/limits/service-limits.ts';
import type { ActionKind } from '../../../core/vocabulary.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 20, 2, 10);

/** One attempt for each incident, so many minutes before `START`; oldest first. */
function attempts(minutesAgo: readonly number[], remedy: ActionKind = 'replaceTasks'): AttemptLog {
  return minutesAgo.map((ago) => ({ attemptId: `inc-${ago}#1`, at: START - ago * MINUTE, remedy }));
}

function holdOf(log: AttemptLog, change: Partial<Parameters<typeof serviceHold>[1]> = {}) {
  return serviceHold(log, {
    incidentId: 'inc-new',
    remedy: 'scaleOut',
    policy: SERVICE_POLICY,
    now: START,
    ...change,
  });
}

describe('The day of a service', () => {
  const hours = [23, 19, 15, 11, 7, 3].map((hour) => hour * 60);

  it('has six attempts, and says when the next is possible', () => {
    expect(holdOf(attempts(hours.slice(1)))).toBeUndefined();
    expect(holdOf(attempts(hours))).toEqual({
      reason: 'attempts-exhausted',
      detail: '6 attempts within a day, the limit is 6',
      until: START + HOUR,
    });
    expect(holdOf(attempts(hours), { now: START + HOUR })).toBeUndefined();
  });

  it('has as many as its configuration says', () => {
    expect(holdOf(attempts(hours.slice(4)), { policy: { ...SERVICE_POLICY, attemptsPerDay: 2 } })?.reason).toBe(
      'attempts-exhausted',
    );
  });
});

describe('The pause between two heals of a service', () => {
  it.each([
    { case: 'the first heal', minutesAgo: [], gap: 0 },
    { case: 'one heal', minutesAgo: [0], gap: 2 },
    { case: 'two in a row', minutesAgo: [40, 0], gap: 4 },
    { case: 'three in a row', minutesAgo: [100, 50, 0], gap: 8 },
    { case: 'four in a row', minutesAgo: [150, 100, 50, 0], gap: 16 },
    { case: 'five in a row', minutesAgo: [200, 150, 100, 50, 0], gap: 30 },
    { case: 'one heal, after an hour of quiet', minutesAgo: [120, 61, 0], gap: 2 },
  ])('is $gap minutes after $case', ({ minutesAgo, gap }) => {
    const log = attempts(minutesAgo);
    expect(holdOf(log)?.until).toBe(gap === 0 ? undefined : START + gap * MINUTE);
    if (gap === 0) return;
    expect(holdOf(log, { now: START + gap * MINUTE - 1 })?.reason).toBe('too-soon');
    expect(holdOf(log, { now: START + gap * MINUTE })).toBeUndefined();
  });

  it('counts incidents and not attempts, and lets the second remedy of an incident follow the first', () => {
    const twice = ['inc-1#1', 'inc-1#2'].map((attemptId, index) => ({ attemptId, at: START + index * MINUTE }));
    expect(holdOf(twice, { now: START + MINUTE })?.detail).toBe('after a heal the next one waits 2 min');
    expect(holdOf(twice, { incidentId: 'inc-1', now: START + MINUTE })).toBeUndefined();
  });
});

describe('A remedy that is repeated', () => {
  it.each([
    { case: 'the third replacement within six hours', remedy: 'replaceTasks', minutesAgo: [300, 100], held: true },
    { case: 'the third, the first of them longer ago', remedy: 'replaceTasks', minutesAgo: [360, 100], held: false },
    { case: 'the second replacement', remedy: 'replaceTasks', minutesAgo: [100], held: false },
    { case: 'the second rollback within a day', remedy: 'rollBack', minutesAgo: [23 * 60], held: true },
    { case: 'the second rollback after a day', remedy: 'rollBack', minutesAgo: [24 * 60], held: false },
    { case: 'the third flip within a day', remedy: 'flipToggle', minutesAgo: [22 * 60, 10 * 60], held: true },
    { case: 'the second flip within a day', remedy: 'flipToggle', minutesAgo: [10 * 60], held: false },
  ] as const)('$case: held is $held', ({ remedy, minutesAgo, held }) => {
    const log = attempts(minutesAgo, remedy);
    expect(holdOf(log, { remedy })?.reason).toBe(held ? 'remedy-repeated' : undefined);
    expect(repeatedHold(log, { remedy, policy: SERVICE_POLICY, now: START })?.reason).toBe(
      held ? 'remedy-repeated' : undefined,
    );
  });

  it('is another one than those that were used instead', () => {
    expect(holdOf(attempts([300, 100]), { remedy: 'flipToggle' })).toBeUndefined();
  });

  it('says how often it was used and until when that counts', () => {
    expect(holdOf(attempts([300, 100]), { remedy: 'replaceTasks' })).toEqual({
      reason: 'remedy-repeated',
      detail: 'replaceTasks was used 2 times within 6 h here, the limit is 2',
      until: START + HOUR,
    });
  });

  it('is not seen in what older versions logged, which knew no remedies', () => {
    const log = attempts([300, 100]).map(({ attemptId, at }) => ({ attemptId, at }));
    expect(holdOf(log, { remedy: 'replaceTasks' })).toBeUndefined();
  });
});

describe('All limits of a service together', () => {
  const REMEDIES: readonly ActionKind[] = ['replaceTasks', 'flipToggle', 'rollBack', 'scaleOut'];
  const PER_DAY: Readonly<Partial<Record<ActionKind, number>>> = { rollBack: 1, flipToggle: 2 };
  const requests = fc.array(
    fc.record({ pause: fc.integer({ min: 0, max: 3 * HOUR }), remedy: fc.constantFrom(...REMEDIES) }),
    { maxLength: 100 },
  );

  it('hold whatever is asked for, and whenever', () => {
    fc.assert(
      fc.property(requests, (all) => {
        let now = START;
        let log: readonly { attemptId: string; at: number; remedy: ActionKind }[] = [];
        for (const [index, { pause, remedy }] of all.entries()) {
          now += pause;
          const attemptId = `inc-${index}#1`;
          const incidentId = `inc-${index}`;
          if (serviceHold(log, { incidentId, remedy, policy: SERVICE_POLICY, now }) === undefined)
            log = [...log, { attemptId, at: now, remedy }];
        }
        for (const { at, remedy } of log) {
          const within = (hours: number) => log.filter((one) => one.at >= at && one.at < at + hours * HOUR);
          const same = (hours: number) => within(hours).filter((one) => one.remedy === remedy).length;
          expect(within(24).length).toBeLessThanOrEqual(6);
          expect(within(2 / 60).length).toBe(1);
          expect(same(6)).toBeLessThanOrEqual(2);
          expect(same(24)).toBeLessThanOrEqual(PER_DAY[remedy] ?? 6);
        }
      }),
    );
  });

  it('always say a time at which they will have passed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 24 * 60 }), { maxLength: 12 }), (ago) => {
        const log = attempts(ago.toSorted((a, b) => b - a));
        let now = START;
        for (let round = 0; round < 20; round += 1) {
          const found = holdOf(log, { remedy: 'replaceTasks', now });
          if (found === undefined) return;
          expect(found.until ?? 0).toBeGreaterThan(now);
          now = found.until ?? 0;
        }
        throw new Error('it never passed');
      }),
    );
  });
});
