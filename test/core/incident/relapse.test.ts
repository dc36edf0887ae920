/** When a failure is the return of one that seemed healed, and when it is another. */
import { describe, expect, it } from 'vitest';
import { freshServiceRecord, type ServiceRecord } from '../../../core/incident/service-record.ts';
import { minutesBetween, RELAPSE_MINUTES, relapseOf, withHealOf, withRelapse } from '../../../core/incident/relapse.ts';
import type { Heal } from '../../../core/incident/heal.ts';
import { sampleIncident } from '../../contract/samples.ts';

const NOW = Date.UTC(2026, 0, 15, 3, 0);
const MINUTE = 60_000;
const WINDOW = RELAPSE_MINUTES * MINUTE;

function heal(change: Partial<Heal> = {}): Heal {
  return {
    incidentId: 'one',
    attempt: 1,
    failureType: 'high-cpu',
    context: 'plain',
    remedy: 'replaceTasks',
    at: NOW - 10 * MINUTE,
    minutes: 4,
    ...change,
  };
}

function recordWith(...heals: readonly Heal[]): ServiceRecord {
  return { ...freshServiceRecord('user'), heals };
}

describe('the return of a failure', () => {
  it.each([
    { case: 'nothing was healed', heals: [], of: undefined },
    { case: 'it is back within the window', heals: [heal()], of: 'one' },
    { case: 'it is back at the very end of the window', heals: [heal({ at: NOW - WINDOW })], of: 'one' },
    { case: 'it comes later than that', heals: [heal({ at: NOW - WINDOW - 1 })], of: undefined },
    { case: 'another failure was healed', heals: [heal({ failureType: 'memory-leak' })], of: undefined },
    { case: 'the last heal is known to have been none', heals: [heal({ relapsedAt: NOW - MINUTE })], of: undefined },
    { case: 'a person had its remedy undone', heals: [heal({ takenBack: true })], of: undefined },
    { case: 'two were healed', heals: [heal(), heal({ incidentId: 'two', at: NOW - MINUTE })], of: 'two' },
  ])('when $case', ({ heals, of }) => {
    expect(relapseOf(recordWith(...heals), 'high-cpu', NOW)?.of.incidentId).toBe(of);
  });

  it('is recognised when the clock that saw the heal was ahead', () => {
    expect(relapseOf(recordWith(heal({ at: NOW + 5 * MINUTE })), 'high-cpu', NOW)?.returns).toBe(1);
  });

  it('is counted once, and over a day', () => {
    const old = heal({ incidentId: 'old', relapsedAt: NOW - 25 * 60 * MINUTE });
    const recent = heal({ incidentId: 'recent', relapsedAt: NOW - 5 * 60 * MINUTE });
    const record = recordWith(old, recent, heal());
    const relapse = relapseOf(record, 'high-cpu', NOW);
    expect(relapse?.returns).toBe(2);
    const known = withRelapse(record, relapse ?? { of: heal(), returns: 0 }, NOW);
    expect(relapseOf(known, 'high-cpu', NOW)).toBeUndefined();
    expect(known.heals.map(({ relapsedAt }) => relapsedAt)).toEqual([old.relapsedAt, recent.relapsedAt, NOW]);
  });
});

describe('a heal', () => {
  const attempt = {
    number: 2,
    remedy: 'replaceTasks' as const,
    startedAt: NOW - 6 * MINUTE,
    endedAt: NOW,
    status: 'succeeded' as const,
    journal: { plan: { kind: 'rollBack' as const, from: 'a', to: 'b' }, moves: [] },
  };

  it('is remembered when an attempt ended the failure', () => {
    const record = withHealOf(
      freshServiceRecord('checkout'),
      sampleIncident({ outcome: 'healed', context: 'few', attempts: [attempt] }),
    );
    const { incidentId, failureType } = { incidentId: 'inc-1', failureType: 'error-rate' };
    expect(record.heals).toEqual([
      { incidentId, attempt: 2, failureType, context: 'few', remedy: 'replaceTasks', at: NOW, minutes: 6 },
    ]);
  });

  it.each([
    { case: 'recovered by itself', change: { outcome: 'self-recovered' as const, attempts: [] } },
    { case: 'was handed to a person', change: { outcome: 'escalated' as const, attempts: [attempt] } },
    {
      case: 'was healed by nothing that is over',
      change: { outcome: 'healed' as const, attempts: [{ ...attempt, status: 'failed' as const }] },
    },
  ])('is not remembered of an incident that $case', ({ change }) => {
    const record = freshServiceRecord('checkout');
    expect(withHealOf(record, sampleIncident(change))).toBe(record);
  });

  it('is remembered for the last twenty only', () => {
    let record = freshServiceRecord('checkout');
    for (let i = 0; i < 30; i++) {
      record = withHealOf(record, sampleIncident({ id: `inc-${i}`, outcome: 'healed', attempts: [attempt] }));
    }
    expect(record.heals).toHaveLength(20);
    expect(record.heals.at(-1)?.incidentId).toBe('inc-29');
  });
});

describe('the time a success took', () => {
  it('is never less than nothing, whatever two clocks say', () => {
    expect(minutesBetween(NOW, NOW + 6 * MINUTE)).toBe(6);
    expect(minutesBetween(NOW, NOW - 2 * MINUTE)).toBe(0);
  });
});
