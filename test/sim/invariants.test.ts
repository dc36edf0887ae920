/** Every invariant can fail: a good record has no violation, and one broken in one place has that one. */
import { describe, expect, it } from 'vitest';
import { violationsOf } from '../../sim/measure/invariants.ts';
import { orderViolationsOf } from '../../sim/measure/memory-order.ts';
import type { FaultRecord } from '../../sim/engine/record.ts';
import { aFault, anAttempt, anIncident, aRecord, aRun, aSimulatedService } from './support/hand-made.ts';

const attemptsAt = (...starts: readonly number[]) =>
  starts.map((startedAt) =>
    aRecord({
      incidents: [
        anIncident({
          openedAt: startedAt,
          closedAt: startedAt + 6,
          attempts: [anAttempt({ startedAt, verifiedAt: startedAt + 6 })],
        }),
      ],
    }),
  );

const fourRemedies = ['rollBack', 'flipToggle', 'scaleOut', 'replaceTasks'] as const;

describe('invariants', () => {
  it('hold for a good record', () => {
    expect(violationsOf(aRun(attemptsAt(100, 120, 140, 160)), 4)).toEqual([]);
  });

  it.each<{ case: string; faults: readonly FaultRecord[]; count?: number; says: string }>([
    { case: 'a fault without an incident', faults: [aRecord({ incidents: [] })], says: 'has no incident' },
    {
      case: 'an end before the beginning',
      faults: [aRecord({ incidents: [anIncident({ closedAt: 99, attempts: [] })] })],
      says: 'before it began',
    },
    {
      case: 'an outcome that does not exist',
      faults: [aRecord({ incidents: [anIncident({ outcome: 'forgotten' as 'healed' })] })],
      says: 'forgotten',
    },
    {
      case: 'an incident that was not counted',
      faults: [aRecord({ incidents: [anIncident(), anIncident({ openedAt: 200, closedAt: 201, attempts: [] })] })],
      says: 'that was not counted',
    },
    {
      case: 'two incidents of one fault at once',
      faults: [
        aRecord({ relapses: 1, incidents: [anIncident(), anIncident({ openedAt: 101, closedAt: 110, attempts: [] })] }),
      ],
      says: 'two incidents at once',
    },
    { case: 'a failure that lasts for ever', faults: [aRecord({ downtimeMinutes: Infinity })], says: 'cost Infinity' },
    { case: 'time gained', faults: [aRecord({ downtimeMinutes: -1 })], says: 'cost -1' },
    { case: 'a page that is no outcome', faults: [aRecord({ pages: 1 })], says: 'paged 1 times' },
    {
      case: 'no person asked when the healer itself failed',
      faults: [aRecord({ incidents: [anIncident({ outcome: 'failed' })] })],
      says: 'paged 0 times',
    },
    {
      case: 'a person asked for what the message of a storm speaks for',
      faults: [aRecord({ pages: 1, incidents: [anIncident({ outcome: 'escalated', spokenFor: true })] })],
      says: 'paged 1 times',
    },
    {
      case: 'a storm without a message',
      faults: [aRecord({ incidents: [anIncident({ tellsOfStorm: true })] })],
      says: 'paged 0 times',
    },
    {
      case: 'four remedies in one incident',
      faults: [
        aRecord({
          incidents: [
            anIncident({
              attempts: fourRemedies.map((remedy, i) => anAttempt({ remedy, startedAt: 100 + 30 * i })),
              closedAt: 400,
            }),
          ],
        }),
      ],
      says: 'more than 3 remedies',
    },
    {
      case: 'the same remedy twice',
      faults: [aRecord({ incidents: [anIncident({ attempts: [anAttempt(), anAttempt()] })] })],
      says: 'same remedy twice',
    },
    { case: 'four attempts within an hour', faults: attemptsAt(100, 119, 138, 157), says: 'more than 3 attempts' },
    {
      case: 'two heals of one group at once',
      faults: [
        ...attemptsAt(100),
        { ...(attemptsAt(104)[0] ?? aRecord()), fault: aFault({ service: aSimulatedService(1) }) },
      ],
      says: 'two heals at once',
    },
    { case: 'a fault that was lost', faults: attemptsAt(100), count: 2, says: '1 of 2 faults' },
  ])('say so: $case', ({ faults, count = faults.length, says }) => {
    expect(violationsOf(aRun(faults), count).join('\n')).toContain(says);
  });

  it('let a policy that knows no limits restart as often as it likes', () => {
    expect(violationsOf(aRun(attemptsAt(100, 110, 120, 130), { style: 'unbounded' }), 4)).toEqual([]);
  });

  it('let the healer without the limits of a service try as often as it likes, and nothing else', () => {
    const often = aRun(attemptsAt(100, 119, 138, 157), { unlimited: { service: true } });
    expect(violationsOf(often, 4)).toEqual([]);
    expect(violationsOf({ ...often, unlimited: { account: true } }, 4)).toHaveLength(1);
  });

  it('say whose run it was', () => {
    expect(violationsOf(aRun([aRecord({ incidents: [] })]), 1)).toEqual([
      expect.stringMatching(/^seed 1, ours: fault 0 has no incident/),
    ]);
  });
});

describe('memory', () => {
  const result = {
    attempt: '0/1',
    service: aSimulatedService(),
    signs: aFault().signs,
    remedy: 'rollBack' as const,
    status: 'succeeded' as const,
    harmful: false,
    minutes: 9,
    at: 1_000,
  };

  it('is the same in whatever order results arrive, a reversal before its credit included', () => {
    const later = { ...result, attempt: '1/1', status: 'failed' as const, at: 90_000 };
    const told = [
      { kind: 'settled' as const, result },
      { kind: 'settled' as const, result: later },
      { kind: 'reversed' as const, result },
    ];
    expect(orderViolationsOf(aRun([], { told }))).toEqual([]);
  });
});
