/**
 * What a heal costs in state transitions, the largest part of its price, counted by walking the synthesized workflow
 * with periods of 60 s and the shipped runbooks. The tasks of this world need 50 s until they are healthy.
 */
import { describe, expect, it } from 'vitest';
import { WriteFailed } from '../../core/ports/errors.ts';
import { aToggle } from '../support/catalog.ts';
import { BUSY, comes } from '../support/crowd.ts';
import { customEvent } from '../support/events.ts';
import { play, type Played } from '../support/played-workflow.ts';
import { BAD, GOOD, aShop, aTaskDefinition, type ShopOptions, type Sickness } from '../support/shop.ts';
import { BAD_RELEASE, COSTLY_FEATURE, ERRORS, LEAK, deployBad } from '../support/sicknesses.ts';

/** Of a healed incident, as promised in docs/cost.md. */
const TRANSITIONS_MAX = 40;
const CHAT_TOPIC = 'arn:aws:sns:us-east-1:123456789012:chat';

/** A leak in the task of so many that is replaced last, and nothing tells it from the well ones. */
function hiddenLeak(desired: number): Sickness {
  return { ...LEAK, sick: (shop) => shop.tasks().some((arn) => arn.endsWith(`/user-${desired}`)) };
}

const UNMEASURED = { service: { taskMetrics: false } };

async function heal(sickness: Sickness, options: ShopOptions = {}, chatTopicArn?: string): Promise<Played> {
  const shop = aShop(options);
  if (options.taskDefinitions !== undefined) deployBad(shop);
  if (sickness === BUSY) comes(shop, { times: 2, hours: 2 });
  shop.breakWith(sickness);
  return await play(shop, shop.alarm(sickness), chatTopicArn);
}

const RELEASES = [aTaskDefinition(GOOD), aTaskDefinition(BAD, { 'healer:schema': 'compatible' })];

const HEALS = [
  { case: 'one sick task of four is replaced', sickness: LEAK, options: {}, transitions: 31 },
  { case: 'the only task is replaced', sickness: LEAK, options: { desired: 1, ...UNMEASURED }, transitions: 34 },
  { case: 'all of two tasks are replaced', sickness: LEAK, options: { desired: 2, ...UNMEASURED }, transitions: 37 },
  { case: 'a release is rolled back', sickness: BAD_RELEASE, options: { taskDefinitions: RELEASES }, transitions: 34 },
  {
    case: 'a toggle is flipped, and restored and watched half a day later',
    sickness: ERRORS,
    options: { service: { toggles: [aToggle('recommendations')] } },
    transitions: 31,
  },
  {
    case: 'tasks are added under load, and given back six hours later',
    sickness: BUSY,
    options: {},
    transitions: 34,
  },
] as const;

describe('a heal', () => {
  it.each(HEALS)('in which $case takes $transitions transitions', async ({ sickness, options, transitions }) => {
    const played = await heal(sickness, options);
    expect(played.incident?.outcome).toBe('healed');
    expect(played.status).toBe('SUCCEEDED');
    expect(played.transitions, played.states.join(' ')).toBe(transitions);
    expect(played.transitions).toBeLessThanOrEqual(TRANSITIONS_MAX);
  });

  it.each(HEALS)(
    'in which $case takes two more with chat, and fewer than promised',
    async ({ sickness, options, transitions }) => {
      const played = await heal(sickness, options, CHAT_TOPIC);
      expect(played.transitions).toBe(transitions + 2);
      expect(played.transitions).toBeLessThanOrEqual(TRANSITIONS_MAX);
      expect(played.published.filter(({ TopicArn }) => TopicArn === CHAT_TOPIC)).toHaveLength(2);
    },
  );
});

describe('the transitions of a heal', () => {
  it.each([
    { case: 'four suspects in two batches', desired: 4, transitions: 40 },
    { case: 'ten suspects in three batches', desired: 10, transitions: 43 },
    { case: 'forty suspects, by twenty moves a call', desired: 40, transitions: 58 },
    { case: 'eighty suspects, the most there may be', desired: 80, transitions: 76 },
  ])('grow with the tasks that have to be replaced: $case', async ({ desired, transitions }) => {
    const played = await heal(hiddenLeak(desired), { desired, ...UNMEASURED });
    expect(played.incident?.outcome).toBe('healed');
    expect(played.transitions, played.states.join(' ')).toBe(transitions);
  });

  it('of two remedies are those of both, and the looks at the one that did not help', async () => {
    const played = await heal(COSTLY_FEATURE, { service: { toggles: [aToggle('recommendations', ['high-cpu'])] } });
    expect(played.incident?.attempts.map(({ remedy }) => remedy)).toEqual(['replaceTasks', 'flipToggle']);
    expect(played.transitions, played.states.join(' ')).toBeLessThanOrEqual(72);
  });

  it('count retries, which are paid for as well', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    shop.memory.fail('ledger', 'save', 'before', new WriteFailed('no answer'));
    const played = await play(shop, shop.alarm(LEAK));
    expect(played.transitions).toBe(played.states.length + 1);
  });
});

describe('a signal that joins an open incident, or means nothing', () => {
  it('takes three transitions', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    const event = shop.alarm(LEAK);
    await play(shop, event);
    const again = await play(shop, event);
    expect(again.states).toEqual(['Intake', 'IncidentOpened', 'NothingToDo']);
  });

  it('are three for a claim that starts nothing, as the bill of a flood says', async () => {
    const shop = aShop();
    const detail = { service: 'user', failureType: 'dependency-failure', state: 'OK', summary: 'all is well' };
    const played = await play(shop, customEvent(detail, shop.now(), 'claim-1'));
    expect(played.incident).toBeUndefined();
    expect(played.transitions, played.states.join(' ')).toBe(3);
  });
});
