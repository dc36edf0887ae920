/**
 * A remedy that made its own alarm quiet, at a service that plainly fails or that hardly any client asks any more: never
 * credited, and a person is told what is wrong. And services that only look like that: they always were so.
 */
import { describe, expect, it } from 'vitest';
import { alarmName } from '../../core/catalog/catalog.ts';
import { aToggle } from '../support/catalog.ts';
import { passTime } from '../support/machine.ts';
import { START, aShop, type Shop } from '../support/shop.ts';
import { ERRORS, LASTING_ERRORS, LEAK } from '../support/sicknesses.ts';
import { playUntil } from '../support/undoing.ts';

const MINUTE = 60_000;
/** When it began: the minutes before the alarm belong to it. */
const BEGAN = START - 2 * MINUTE;
const OTHER_ALARM = alarmName('healer', 'user', 'high-error-rate', 'errors');

async function leaking(arrange: (shop: Shop) => void) {
  const shop = aShop();
  arrange(shop);
  shop.breakWith(LEAK);
  return await shop.machine.run(shop.alarm(LEAK));
}

const errors =
  (values: (at: number) => number) =>
  ({ memory, user }: Shop): void =>
    memory.metrics.setMetric(user, 'errorRatePercent', values);

const requests =
  (values: (at: number) => number) =>
  ({ memory, user }: Shop): void =>
    memory.metrics.setMetric(user, 'requestCount', values);

const otherAlarmRedSince =
  (stateChangedAt: number) =>
  ({ memory }: Shop): void =>
    memory.metrics.setAlarm({ name: OTHER_ALARM, state: 'ALARM', stateChangedAt });

describe('a service whose own alarm is quiet after a remedy', () => {
  it.each([
    {
      case: 'errors go on as in the failure',
      arrange: errors((at) => (at < BEGAN ? 0 : 40)),
      said: 'errorRatePercent 40, 40, 40 (limit 1; was 40 in the failure, 0 before the failure)',
    },
    {
      case: 'errors even rose a little',
      arrange: errors((at) => (at < BEGAN ? 0 : at < START ? 40 : 55)),
      said: 'errorRatePercent 55, 55, 55',
    },
    {
      case: 'next to no client asks it any more',
      arrange: requests((at) => (at < BEGAN ? 5_000 : 12)),
      said: 'requests per period 12, 12, 12 (at least 50; 5000 before)',
    },
    {
      case: 'another alarm of it is red, whose event never came',
      arrange: otherAlarmRedSince(START),
      said: `${OTHER_ALARM} is ALARM, and did not join the incident`,
    },
  ])('is not called healed where $case, and a person is told', async ({ arrange, said }) => {
    const { incident, messages } = await leaking(arrange);
    expect(incident).toMatchObject({ outcome: 'escalated', verification: { verdict: 'inconclusive' } });
    expect(incident?.attempts).toMatchObject([{ remedy: 'replaceTasks', status: 'censored' }]);
    expect(incident?.alarms.map((alarm) => alarm.alarmName)).not.toContain(OTHER_ALARM);
    expect(messages.at(-1)?.body).toContain(said);
  });

  it.each([
    { case: 'has always had so many errors', arrange: errors(() => 4) },
    {
      case: 'failed worse in the failure, and has its usual errors again',
      arrange: errors((at) => (at < BEGAN ? 4 : at < START ? 40 : 5)),
    },
    { case: 'is as quiet as it is every night', arrange: requests(() => 12) },
    { case: 'was asked by a crowd that left', arrange: requests((at) => (at >= BEGAN && at < START ? 900 : 30)) },
    { case: 'has another alarm that was red long before', arrange: otherAlarmRedSince(START - 30 * MINUTE) },
  ])('is called healed where it $case', async ({ arrange }) => {
    const { incident } = await leaking(arrange);
    expect(incident?.outcome, JSON.stringify(incident?.verification)).toBe('healed');
  });

  it.each([
    { case: 'wants that', shedsLoad: true, outcome: 'healed' },
    { case: 'only gives up a feature', shedsLoad: false, outcome: 'escalated' },
  ])('is $outcome where a toggle keeps requests away that $case', async ({ shedsLoad, outcome }) => {
    const shop = aShop({ service: { toggles: [{ ...aToggle('recommendations'), shedsLoad }] } });
    const off = () => shop.memory.parameters.get('/shop/recommendations') === 'off';
    requests((at) => (off() && at >= START ? 12 : 500))(shop);
    shop.breakWith(ERRORS);
    const { incident } = await shop.machine.run(shop.alarm(ERRORS));
    expect(incident?.attempts.at(0)?.remedy).toBe('flipToggle');
    expect(incident?.outcome, JSON.stringify(incident?.verification)).toBe(outcome);
  });
});

describe('a failure of which the first period was well for half of its time', () => {
  it('is no harm of a remedy that began once a whole period was over', async () => {
    const shop = aShop({ service: { toggles: [aToggle('recommendations')] } });
    const lasting = { ...LASTING_ERRORS, sick: () => true, sickValue: () => (shop.now() < START + MINUTE ? 40 : 75) };
    shop.breakWith(lasting);
    const running = await shop.machine.start(shop.alarm(lasting));
    await playUntil(shop, running, () => running.path.includes('announce'));
    passTime(shop, shop.now() + 3 * MINUTE);
    await playUntil(shop, running, () => running.path.at(-1) === 'learn');
    const { incident } = await running.execution();
    expect(incident?.before.errorRatePercent).toBe(40);
    expect(incident?.attempts).toMatchObject([{ remedy: 'flipToggle', status: 'failed' }]);
    expect(incident?.attempts[0]?.harmful).toBeUndefined();
  });
});
