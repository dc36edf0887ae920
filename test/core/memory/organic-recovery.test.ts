/** What heals by itself, estimated from waits that happened anyway. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { organicRecovery } from '../../../core/memory/organic-recovery.ts';
import { NO_WAITS, withWait } from '../../support/waits.ts';
import { waitOf } from '../../../core/incident/wait.ts';
import type { Wait, WaitCounts } from '../../../core/memory/results.ts';
import { sampleIncident, START } from '../../contract/samples.ts';

const MINUTE = 60_000;

function counted(waits: readonly Wait[]): WaitCounts {
  let counts = NO_WAITS;
  for (const wait of waits) counts = withWait(counts, wait);
  return counts;
}

describe('organic recovery', () => {
  it('is the share that recovered, where every wait was long enough', () => {
    const waits = Array.from({ length: 10 }, (_, i) => ({ minutes: i < 3 ? 2.5 : 59, recovered: i < 3 }));
    const { recoveredWithin } = organicRecovery(counted(waits));
    expect(recoveredWithin[1]).toBe(0);
    expect(recoveredWithin[2]).toBeCloseTo(0.3);
    expect(recoveredWithin[58]).toBeCloseTo(0.3);
  });

  it('counts those that were acted upon only as long as they waited (a worked example of Kaplan and Meier)', () => {
    // At risk 6, 4, 2: S = (1 − 1/6)(1 − 1/4)(1 − 1/2).
    const waits = [
      { minutes: 1, recovered: true },
      { minutes: 1.5, recovered: false },
      { minutes: 3, recovered: true },
      { minutes: 4, recovered: false },
      { minutes: 6, recovered: true },
      { minutes: 9, recovered: false },
    ];
    const { recoveredWithin, waits: seen } = organicRecovery(counted(waits));
    expect(seen).toBe(6);
    expect(recoveredWithin[1]).toBeCloseTo(1 - 5 / 6);
    expect(recoveredWithin[3]).toBeCloseTo(1 - (5 / 6) * (3 / 4));
    expect(recoveredWithin[10]).toBeCloseTo(1 - (5 / 6) * (3 / 4) * (1 / 2));
  });

  it('finds the true share when actions cut waits short at random', () => {
    // Half would recover, evenly over ten minutes; acting comes at an even time within ten minutes as well.
    const random = (seed: number) => {
      const x = Math.sin(seed) * 10_000;
      return x - Math.floor(x);
    };
    const waits = Array.from({ length: 20_000 }, (_, i): Wait => {
      const recovery = random(i * 2 + 1) < 0.5 ? random(i * 7 + 3) * 10 : Number.POSITIVE_INFINITY;
      const action = random(i * 11 + 5) * 10;
      return recovery < action ? { minutes: recovery, recovered: true } : { minutes: action, recovered: false };
    });
    expect(organicRecovery(counted(waits)).recoveredWithin[4]).toBeCloseTo(0.25, 1);
    const naive = waits.filter(({ recovered }) => recovered).length / waits.length;
    expect(naive).toBeLessThan(0.3);
    expect(organicRecovery(counted(waits)).recoveredWithin[8]).toBeGreaterThan(0.4);
  });

  it('is a share that never falls, and nothing without waits', () => {
    expect(organicRecovery({ recovered: [], censored: [] })).toMatchObject({ waits: 0 });
    const wait = fc.record({ minutes: fc.double({ min: 0, max: 200, noNaN: true }), recovered: fc.boolean() });
    fc.assert(
      fc.property(fc.array(wait), (waits) => {
        const { recoveredWithin } = organicRecovery(counted(waits));
        for (const [i, share] of recoveredWithin.entries()) {
          expect(share).toBeGreaterThanOrEqual(recoveredWithin[i - 1] ?? 0);
          expect(share).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('the wait of an incident', () => {
  const move = {
    at: START + 3 * MINUTE,
    move: { kind: 'setTaskDefinition' as const, taskDefinitionArn: 'b' },
    text: 'back to b',
  };
  const attempt = {
    number: 1,
    remedy: 'rollBack' as const,
    startedAt: START,
    status: 'succeeded' as const,
    journal: { plan: { kind: 'rollBack' as const, from: 'a', to: 'b' }, moves: [move] },
  };

  it.each([
    {
      case: 'ends with its recovery when nothing was done',
      change: { outcome: 'self-recovered' as const, closedAt: START + 4 * MINUTE },
      wait: { minutes: 4, recovered: true },
    },
    {
      case: 'is cut short by the first move',
      change: { outcome: 'healed' as const, closedAt: START + 9 * MINUTE, attempts: [attempt] },
      wait: { minutes: 3, recovered: false },
    },
    {
      case: 'is cut short by the end of looking, when it was held back',
      change: { outcome: 'held' as const, closedAt: START + 5 * MINUTE },
      wait: { minutes: 5, recovered: false },
    },
    {
      case: 'is not a recovery when something had been done',
      change: { outcome: 'self-recovered' as const, closedAt: START + 9 * MINUTE, attempts: [attempt] },
      wait: { minutes: 3, recovered: false },
    },
    { case: 'is unknown when it ended before it began', change: { closedAt: START - MINUTE }, wait: undefined },
  ])('$case', ({ change, wait }) => {
    expect(waitOf(sampleIncident(change))).toEqual(wait);
  });
});
