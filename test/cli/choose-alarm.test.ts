/** Which alarm a test incident moves: one that matters least and pages no person. */
import { describe, expect, it } from 'vitest';
import { chooseAlarm } from '../../cli/incident/choose-alarm.ts';
import type { AlarmFacts } from '../../cli/checks/alarm-facts.ts';
import type { DeployedCatalog } from '../../core/config/deployed-catalog.ts';
import type { Tier } from '../../core/vocabulary.ts';

function service(name: string, tier: Tier) {
  const place = { name, cluster: 'shop', ecsService: name, group: 'shop', tier };
  return { ...place, dependencies: [], toggles: [], periodSeconds: 60, taskMetrics: false, runbooks: {} };
}

const catalog: DeployedCatalog = {
  version: 'test',
  healer: 'healer',
  services: { cart: service('cart', 'critical'), user: service('user', 'standard'), mail: service('mail', 'batch') },
  alarms: Object.fromEntries(
    ['cart', 'user', 'mail'].flatMap((name) =>
      ['cpu', 'memory', 'all'].map((id) => [`${name}-${id}`, { service: name, failureType: 'high-cpu' }]),
    ),
  ),
};

function alarm(name: string, changed: Partial<AlarmFacts> = {}): AlarmFacts {
  return { name, state: 'OK', stateChangedAt: 0, kind: 'metric', actionsEnabled: true, actions: [], ...changed };
}

describe('the alarm of the test incident', () => {
  it.each([
    {
      case: 'is of the least critical tier',
      alarms: [alarm('cart-cpu'), alarm('user-cpu'), alarm('mail-cpu')],
      chosen: 'mail-cpu',
    },
    {
      case: 'is of one series',
      alarms: [
        alarm('mail-all', { series: { groupBy: ['ServiceName'], fixed: {} } }),
        alarm('mail-memory', { series: 'unread' }),
        alarm('mail-cpu', { state: 'INSUFFICIENT_DATA' }),
      ],
      chosen: 'mail-cpu',
    },
    {
      case: 'is of the service asked for',
      alarms: [alarm('cart-cpu'), alarm('mail-cpu')],
      name: 'cart',
      chosen: 'cart-cpu',
    },
    {
      case: 'pages no person',
      alarms: [alarm('mail-cpu', { actions: ['arn:aws:sns:r:1:pager'] }), alarm('mail-memory')],
      chosen: 'mail-memory',
    },
    {
      case: 'is no composite',
      alarms: [alarm('mail-all', { kind: 'composite' }), alarm('mail-cpu')],
      chosen: 'mail-cpu',
    },
    {
      case: 'is rather quiet than without data',
      alarms: [alarm('mail-cpu', { state: 'INSUFFICIENT_DATA' }), alarm('mail-memory')],
      chosen: 'mail-memory',
    },
  ])('$case', ({ alarms, name, chosen }) => {
    expect(chooseAlarm(catalog, alarms, name)).toMatchObject({ kind: 'chosen', alarm: { name: chosen } });
  });

  it.each([
    { case: 'the service is not registered', alarms: [], name: 'shop', why: 'shop is not registered with this healer' },
    {
      case: 'the service really fails',
      alarms: [alarm('mail-cpu', { state: 'ALARM' }), alarm('mail-memory')],
      why: 'mail fails now: mail-cpu',
    },
    {
      case: 'every alarm of it pages a person',
      alarms: [alarm('mail-cpu', { actions: ['arn:aws:sns:r:1:pager'] })],
      why: 'mail has no alarm that a test may set: each is composite, over several series, or has actions of its own',
    },
  ])('is not chosen when $case', ({ alarms, name, why }) => {
    expect(chooseAlarm(catalog, alarms, name)).toMatchObject({ kind: 'none', why });
  });
});
