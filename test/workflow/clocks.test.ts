/**
 * Clocks that disagree by five minutes, either way: the sender's, or the Lambdas' with everything they ask. They change when
 * things are said to have happened and how long it takes, and never what is done or how it ends.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { alarmName } from '../../core/catalog/catalog.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { aToggle } from '../support/catalog.ts';
import { BUSY, comes } from '../support/crowd.ts';
import { alarmEvent } from '../support/events.ts';
import { aShop, aTaskDefinition, BAD, GOOD, type Shop, type ShopOptions, type Sickness } from '../support/shop.ts';
import { BAD_RELEASE, COSTLY_FEATURE, ENDLESS_LEAK, ERRORS, LEAK } from '../support/sicknesses.ts';

const MINUTE = 60_000;
/** Errors that are many more once a task was replaced: the new ones are worse than the old. */
const MADE_WORSE: Sickness = {
  ...ERRORS,
  sickValue: (shop) => (shop.memory.ecs.stopped.length > 0 ? 90 : 15),
  sick: () => true,
};

interface Failure {
  readonly case: string;
  readonly sickness: Sickness;
  readonly options?: ShopOptions;
  /** What happened to the shop before it broke. */
  readonly first?: (shop: Shop) => void;
  /** How it ends, and by what, with clocks that agree: the rest of the table compares with something that happened. */
  readonly ends: { readonly outcome: Incident['outcome']; readonly remedies: readonly string[] };
}

const FAILURES: readonly Failure[] = [
  { case: 'a leak', sickness: LEAK, ends: { outcome: 'healed', remedies: ['replaceTasks succeeded'] } },
  {
    case: 'a leak that nothing ends',
    sickness: ENDLESS_LEAK,
    ends: { outcome: 'escalated', remedies: ['replaceTasks failed'] },
  },
  {
    case: 'a costly feature',
    sickness: COSTLY_FEATURE,
    options: { service: { toggles: [aToggle('recommendations', ['high-cpu'])] } },
    ends: { outcome: 'healed', remedies: ['replaceTasks failed', 'flipToggle succeeded undone'] },
  },
  {
    case: 'a bad release of three minutes ago',
    sickness: BAD_RELEASE,
    options: { taskDefinitions: [aTaskDefinition(GOOD), aTaskDefinition(BAD, { 'healer:schema': 'compatible' })] },
    first: (shop) => {
      shop.memory.ecs.deploy(shop.user, BAD);
      pass(shop, 3);
    },
    ends: { outcome: 'healed', remedies: ['rollBack succeeded'] },
  },
  {
    case: 'more requests than it can answer',
    sickness: BUSY,
    first: (shop) => comes(shop, { times: 2, hours: 2 }),
    ends: { outcome: 'healed', remedies: ['scaleOut succeeded undone'] },
  },
  {
    case: 'errors that a remedy makes worse',
    sickness: MADE_WORSE,
    ends: { outcome: 'escalated', remedies: ['replaceTasks failed harmful undone'] },
  },
];

function pass(shop: Shop, minutes: number): void {
  for (let second = 0; second < minutes * 60; second++) {
    shop.advance(1_000);
    shop.memory.tick();
  }
}

interface Skew {
  readonly senderMinutes?: number;
  readonly lambdaMinutes?: number;
  /**
   * Old readings that go on may as well be late: then some that came after the action count as before it, and harm is seen
   * as a failure. It ends the same way.
   */
  readonly hidesHarm?: true;
}

const SKEWS: readonly (Skew & { readonly case: string })[] = [
  { case: 'a sender five minutes ahead', senderMinutes: 5 },
  { case: 'a sender five minutes behind', senderMinutes: -5 },
  { case: 'Lambdas five minutes ahead', lambdaMinutes: 5, hidesHarm: true },
  { case: 'Lambdas five minutes behind', lambdaMinutes: -5 },
  { case: 'Lambdas two minutes and a half ahead', lambdaMinutes: 2.5 },
  { case: 'Lambdas two minutes and a half behind', lambdaMinutes: -2.5 },
  { case: 'Lambdas less than a minute behind', lambdaMinutes: -0.7 },
];

async function endOf({ sickness, options, first }: Failure, { senderMinutes = 0, lambdaMinutes = 0 }: Skew) {
  const shop = aShop(options);
  first?.(shop);
  shop.breakWith(sickness);
  const { now } = shop;
  Object.assign(shop.memory.ports, { clock: { now: () => now() + lambdaMinutes * MINUTE } });
  const name = alarmName('healer', shop.user.name, sickness.failureType, sickness.watch);
  const { incident, messages } = await shop.machine.run(alarmEvent(name, { at: now() + senderMinutes * MINUTE }));
  const settled = incident?.leftovers?.filter(({ state }) => state.kind === 'settled').map(({ attempt }) => attempt);
  const remedies = incident?.attempts.map(({ number, remedy, status, harmful, undone }) => {
    const isUndone = undone === true || settled?.includes(number);
    return [remedy, status, harmful === true && 'harmful', isUndone && 'undone'].filter(Boolean).join(' ');
  });
  return {
    ends: { outcome: incident?.outcome, remedies },
    messages: messages.length,
    stopped: shop.memory.ecs.stopped.length,
  };
}

describe.each(FAILURES)('$case', (failure) => {
  let punctual: Awaited<ReturnType<typeof endOf>>;
  beforeAll(async () => {
    punctual = await endOf(failure, {});
  });

  it('ends as it should with clocks that agree', () => {
    expect(punctual.ends).toEqual(failure.ends);
  });

  it.each(SKEWS)('ends the same way, by the same remedies, with $case', async (skew) => {
    const { ends } = punctual;
    const remedies = ends.remedies?.map((one) => (skew.hidesHarm ? one.replace(' harmful undone', '') : one));
    expect(await endOf(failure, skew)).toEqual({ ...punctual, ends: { ...ends, remedies } });
  });
});
