/** An alarm that is OK only because the readings of a failure that goes on are late: nothing is over, and nothing is done about it. */
import { describe, expect, it } from 'vitest';
import { ReadFailed } from '../../core/ports/errors.ts';
import type { AlarmSnapshot } from '../../core/world/alarm.ts';
import { known } from '../../core/world/known.ts';
import type { Loaded } from '../../lambdas/stages/stage.ts';
import { understoodAlarms } from '../../lambdas/stages/understood-alarms.ts';
import { sampleIncident } from '../contract/samples.ts';
import { shippedRunbooks } from '../support/catalog.ts';
import { writesOf } from '../support/episodes.ts';
import { START, aShop, type Shop } from '../support/shop.ts';
import { LEAK } from '../support/sicknesses.ts';

const MINUTE = 60_000;

interface Late {
  /** From then on readings are this many minutes late; ms since the epoch. */
  readonly from: number;
  /** When they are all there again. */
  readonly until: number;
}

/** A leak of which the alarm is OK while its readings are late, since it treats missing data as well. */
function leakReadLate(about: Late, sick = LEAK.sick): Shop {
  const shop = aShop();
  const { memory, now } = shop;
  shop.breakWith({ ...LEAK, sick });
  const { metrics } = memory.ports;
  const late = () => now() >= about.from && now() < about.until;
  const read = (alarm: AlarmSnapshot): AlarmSnapshot => ({
    ...alarm,
    ...(late() && { state: 'OK' as const, stateChangedAt: about.from }),
    missingData: 'notBreaching',
  });
  Object.assign(memory.ports, {
    metrics: {
      ...metrics,
      alarms: async (names: readonly string[]) => (await metrics.alarms(names)).map(read),
      series: async (...[requests, since, to]: Parameters<typeof metrics.series>) =>
        await metrics.series(requests, since, late() ? Math.min(to, about.from) : to),
    },
  });
  return shop;
}

function aShopLoaded(): Omit<Loaded, 'incident'> {
  const [first] = shippedRunbooks();
  if (first === undefined) throw new Error('no runbook is shipped');
  return { service: aShop().user, runbook: first.runbook };
}

describe('an alarm that is OK while its readings are late', () => {
  it('is waited for, and the failure that goes on is healed', async () => {
    const shop = leakReadLate({ from: START, until: START + 3 * MINUTE });
    shop.advance(2 * MINUTE);
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    expect(incident?.decisions[0]).toMatchObject({ kind: 'wait', holds: [{ reason: 'alarm-unreadable' }] });
    expect(incident?.decisions[0]?.why.join(' ')).toContain('its newest reading is beyond its limit');
    expect(incident?.outcome).toBe('healed');
  });

  it('is asked again before the first move, and the heal goes on', async () => {
    const late = { from: Infinity, until: Infinity };
    const shop = leakReadLate(late);
    const { incident } = await shop.machine.run(shop.alarm(LEAK), (path) => {
      if (path.at(-1) === 'decide' && late.from === Infinity) {
        late.from = shop.now();
        late.until = shop.now() + 4 * MINUTE;
        shop.advance(2 * MINUTE);
      }
      shop.memory.tick();
    });
    expect(late.from).toBeLessThan(Infinity);
    expect(incident).toMatchObject({ outcome: 'healed', attempts: [{ status: 'succeeded' }] });
  });

  it('is waited for where its readings cannot be read', async () => {
    const shop = leakReadLate({ from: START, until: START + 3 * MINUTE });
    const failed = new ReadFailed('throttled');
    const { series } = shop.memory.ports.metrics;
    let reads = 0;
    const metrics: typeof shop.memory.ports.metrics = {
      ...shop.memory.ports.metrics,
      series: async (...asked) => {
        reads += 1;
        if (reads <= 2) throw failed;
        return await series(...asked);
      },
    };
    Object.assign(shop.memory.ports, { metrics });
    shop.advance(2 * MINUTE);
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    expect(incident?.decisions[0]).toMatchObject({ kind: 'wait', holds: [{ reason: 'alarm-unreadable' }] });
    expect(incident?.outcome).toBe('healed');
  });

  it('does not hide another alarm that is red, where its readings cannot be read', async () => {
    const measure = {
      elements: [{ id: 'm', namespace: 'AWS/ECS', name: 'MemoryUtilization', statistic: 'Maximum', dimensions: {} }],
      periodSeconds: 60,
      comparison: 'above',
      threshold: 75,
    } as const;
    const alarms = ['ok', 'red'].map((alarmName) => ({ alarmName, measure }));
    const loaded = { ...aShopLoaded(), incident: sampleIncident({ alarms }) };
    const snapshot = { stateChangedAt: START, missingData: 'notBreaching' } as const;
    const ok = { ...snapshot, name: 'ok', state: 'OK' } as const;
    const failing = { clock: { now: () => START }, metrics: { series: () => Promise.reject(new ReadFailed('no')) } };
    const understood = async (red: AlarmSnapshot) => await understoodAlarms(failing as never, loaded, known([ok, red]));
    const red = { ...snapshot, name: 'red', state: 'ALARM' } as const;
    expect(await understood(red)).toEqual(known([ok, red]));
    expect(await understood({ ...red, state: 'OK' })).toMatchObject({ kind: 'unknown', unread: true });
  });

  it('is over where its newest reading is well', async () => {
    const shop = leakReadLate({ from: START + 5 * MINUTE, until: START + 9 * MINUTE }, () => false);
    const signal = shop.alarm(LEAK);
    shop.advance(7 * MINUTE);
    const { incident } = await shop.machine.run(signal);
    expect(incident).toMatchObject({ outcome: 'self-recovered', attempts: [] });
    expect(incident?.decisions).toHaveLength(1);
  });

  it('is over once no reading may come any more', async () => {
    const shop = leakReadLate({ from: START, until: Infinity });
    shop.advance(2 * MINUTE);
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    expect(incident).toMatchObject({ outcome: 'self-recovered', attempts: [] });
    expect(shop.now() - START).toBeGreaterThan(4 * MINUTE);
    expect(writesOf(shop)).toEqual([]);
  });
});
