/**
 * Heals that leave nothing to measure: an alarm on a count that is silent once the errors end, and a service that hardly
 * a client sends requests, by night as before.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { alarmSnapshot } from '../../lambdas/adapters/cloudwatch-alarms.ts';
import { atEveryTick } from '../support/at-every-tick.ts';
import { aToggle } from '../support/catalog.ts';
import { alarmEvent } from '../support/events.ts';
import { START, aShop, type Shop } from '../support/shop.ts';
import { FIRST_TASK, LEAK } from '../support/sicknesses.ts';

const CASES = resolve(import.meta.dirname, '../cases');
const TOGGLE = '/shop/recommendations';

/** A shop with an alarm of its owner's on a count of errors, which a toggle ends. */
function withErrorCount(file: string): Shop {
  const shop = aShop({ service: { toggles: [aToggle('recommendations')] } });
  const { memory, now, user } = shop;
  const text = JSON.parse(readFileSync(join(CASES, `${file}.json`), 'utf8')) as MetricAlarm;
  const red = alarmSnapshot({ ...text, StateTransitionedTimestamp: new Date(START) });
  if (red?.measure === undefined) throw new Error(`${file} describes no alarm on a metric`);
  Object.assign(shop.catalog.alarms, { [red.name]: { service: 'user', failureType: 'high-error-rate' } });
  memory.metrics.setMetric(user, 'cpuPercent', () => 30);
  let endedAt: number | undefined;
  memory.metrics.setSeries(red.measure.elements, (at) =>
    at >= START - 3 * 60_000 && at < (endedAt ?? Infinity) ? 40 : undefined,
  );
  const observe = () => {
    // The feature is mended before the toggle's flip expires.
    const on = memory.parameters.get(TOGGLE) !== 'off' && now() < START + 6 * 3_600_000;
    endedAt = on ? undefined : (endedAt ?? now());
    const calm = red.missingData === 'notBreaching' ? 'OK' : 'INSUFFICIENT_DATA';
    memory.metrics.setAlarm({ ...red, state: on ? 'ALARM' : calm, stateChangedAt: endedAt ?? START });
  };
  atEveryTick(memory, observe);
  return shop;
}

describe('a heal', () => {
  it.each(['sparse-5xx-count-not-breaching', 'sparse-5xx-count-missing'])(
    'of errors that are not counted any more is a heal, and its toggle stays: %s',
    async (file) => {
      const shop = withErrorCount(file);
      let atTheEnd: string | undefined;
      const { incident, messages } = await shop.machine.run(alarmEvent('web-5xx', { at: START }), (path) => {
        if (path.at(-1) === 'notify') atTheEnd = shop.memory.parameters.get(TOGGLE);
      });
      expect(incident?.outcome, JSON.stringify(incident?.verification)).toBe('healed');
      expect(atTheEnd).toBe('off');
      expect(incident?.attempts).toMatchObject([{ remedy: 'flipToggle', status: 'succeeded' }]);
      expect(messages.map(({ attributes }) => attributes.stage)).toEqual(['started', 'ended']);
    },
  );

  it.each([
    { case: 'three requests a minute come before, during and after', requests: 3, line: 'baseline 3 a period' },
    {
      case: 'no request comes at all, before, during and after',
      requests: undefined,
      line: 'none needed: 0 before the failure',
    },
  ])('at night is a heal, and says that traffic is as usual: $case', async ({ requests, line }) => {
    const shop = aShop();
    shop.memory.metrics.setMetric(shop.user, 'requestCount', () => requests);
    shop.memory.metrics.setMetric(shop.user, 'cpuPercent', () => 2);
    shop.breakWith(LEAK);
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    expect(incident?.outcome, JSON.stringify(incident?.verification)).toBe('healed');
    expect(shop.memory.ecs.stopped.map(({ taskArn }) => taskArn)).toEqual([FIRST_TASK]);
    expect(incident?.verification?.lines.join('\n')).toContain(line);
  });

  it('is none where requests came until the failure and none since', async () => {
    const shop = aShop();
    shop.memory.metrics.setMetric(shop.user, 'requestCount', (at) => (at < START ? 500 : undefined));
    shop.memory.metrics.setMetric(shop.user, 'cpuPercent', () => 2);
    shop.breakWith(LEAK);
    const { incident } = await shop.machine.run(shop.alarm(LEAK));
    expect(incident?.outcome).toBe('escalated');
    expect(incident?.outcomeReason).toContain('requests per period 0, 0, 0 (at least 50; 500 before)');
  });
});
