/** A failure that is over while its heal waits, told by an alarm whose metric is silent when all is well: nothing is done. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { freshServiceRecord } from '../../core/incident/service-record.ts';
import type { AlarmSnapshot } from '../../core/world/alarm.ts';
import { alarmSnapshot } from '../../lambdas/adapters/cloudwatch-alarms.ts';
import { atEveryTick } from '../support/at-every-tick.ts';
import { aService } from '../support/catalog.ts';
import { alarmEvent } from '../support/events.ts';
import { START, aShop, type Shop } from '../support/shop.ts';

const MINUTE = 60_000;
const PAYMENT = aService({ name: 'payment', ecsService: 'payment', group: 'payment' });
const PAYMENT_ALARM = 'healer-payment-high-error-rate-errors';
const DESCRIBED = JSON.parse(
  readFileSync(join(resolve(import.meta.dirname, '../cases'), 'sparse-5xx-count-missing.json'), 'utf8'),
) as MetricAlarm;

interface Burst {
  /** Minutes for which errors are counted; the dependency that makes them is well again five minutes later. */
  readonly minutes: number;
  readonly missingData: 'missing' | 'ignore';
  /** Whether tasks and requests go on being measured. */
  readonly atWork: boolean;
}

/** An alarm of the owner's on a count of errors, which come and go with a failing dependency. */
function burstOfErrors({ minutes, missingData, atWork }: Burst): Shop {
  const shop = aShop({ service: { dependencies: ['payment'] }, others: [PAYMENT] });
  const { memory, now, user } = shop;
  const described = alarmSnapshot({ ...DESCRIBED, StateTransitionedTimestamp: new Date(START) });
  if (described?.measure === undefined) throw new Error('it describes no alarm on a metric');
  const red: AlarmSnapshot = { ...described, missingData };
  Object.assign(shop.catalog.alarms, { [red.name]: { service: 'user', failureType: 'high-error-rate' } });
  memory.store.ledger.services.put('payment', { ...freshServiceRecord('payment'), redAlarms: [PAYMENT_ALARM] });
  const end = START + minutes * MINUTE;
  const until = atWork ? Infinity : end;
  memory.metrics.setMetric(user, 'cpuPercent', (at) => (at < until ? 30 : undefined));
  memory.metrics.setMetric(user, 'requestCount', (at) => (at < until ? 500 : undefined));
  memory.metrics.setSeries(described.measure.elements, (at) => (at >= START - 3 * MINUTE && at < end ? 40 : undefined));
  const observe = () => {
    const over = now() >= end + 2 * MINUTE;
    const quiet = missingData === 'ignore' ? 'ALARM' : 'INSUFFICIENT_DATA';
    const changed = over && quiet !== 'ALARM' ? end + 2 * MINUTE : START;
    memory.metrics.setAlarm({ ...red, state: over ? quiet : 'ALARM', stateChangedAt: changed });
    const failing = now() < end + 5 * MINUTE;
    memory.metrics.setAlarm({
      name: PAYMENT_ALARM,
      state: failing ? 'ALARM' : 'OK',
      stateChangedAt: failing ? START : end,
    });
  };
  atEveryTick(memory, observe);
  return shop;
}

describe('a burst of errors that ends while the heal waits', () => {
  it.each(['missing', 'ignore'] as const)('is over, where the alarm treats missing data as %s', async (missingData) => {
    const shop = burstOfErrors({ minutes: 12, missingData, atWork: true });
    const { incident } = await shop.machine.run(alarmEvent('web-5xx', { at: START }));
    expect(incident, JSON.stringify(incident?.decisions.at(-1)?.why)).toMatchObject({
      outcome: 'self-recovered',
      attempts: [],
    });
    expect(incident?.outcomeReason).toContain('silent');
    expect(shop.memory.ecs.stopped).toEqual([]);
  });

  it('is not known to be over where the service is silent too', async () => {
    const shop = burstOfErrors({ minutes: 12, missingData: 'missing', atWork: false });
    const { incident } = await shop.machine.run(alarmEvent('web-5xx', { at: START }));
    expect(incident?.outcome).toBe('escalated');
  });
});
