/** Two heals that added tasks one upon the other: they are removed in the reverse order, down to the count of before. */
import { describe, expect, it } from 'vitest';
import { undoParameterName } from '../../core/vocabulary.ts';
import { writesOf } from '../support/episodes.ts';
import { BUSY, comes } from '../support/crowd.ts';
import { passTime, type Stepper } from '../support/machine.ts';
import { START, aShop, type Shop } from '../support/shop.ts';
import { healed, incidentOf, parameterEvent, playUntil, write } from '../support/undoing.ts';

const HOUR = 3_600_000;

/** Twice the requests, and from an hour and a half later on four times, until hour three. */
async function addedTwice(): Promise<{ readonly shop: Shop; readonly first: Stepper; readonly second: Stepper }> {
  const shop = aShop();
  comes(shop, { times: 2, hours: 3, grows: { times: 4, afterHours: 1.5 } });
  shop.breakWith(BUSY);
  const first = await healed(shop, BUSY);
  passTime(shop, START + 1.5 * HOUR + 4 * 60_000);
  shop.breakWith(BUSY);
  const second = await healed(shop, BUSY);
  expect(writesOf(shop)).toEqual(['setDesiredCount 6', 'setDesiredCount 9']);
  return { shop, first, second };
}

const timelineOf = async (running: Stepper) =>
  ((await running.execution()).incident?.timeline ?? []).map(({ text }) => text).join('\n');
const subjectsOf = async (running: Stepper) => (await running.execution()).messages.map(({ subject }) => subject);

describe('tasks that were added twice', () => {
  it('stay until the healer removes the later ones, and go then; it reports none as late', async () => {
    const { shop, first, second } = await addedTwice();
    await playUntil(shop, first, () => shop.now() >= START + 7 * HOUR);
    expect(writesOf(shop)).toHaveLength(2);
    await playUntil(shop, second, () => false);
    await playUntil(shop, first, () => false);
    expect(writesOf(shop).slice(2)).toEqual(['setDesiredCount 6', 'setDesiredCount 4']);
    for (const running of [first, second]) {
      expect(await timelineOf(running)).not.toContain('not put back');
      expect(await subjectsOf(running)).toHaveLength(2);
    }
  });

  it('stay when the later ones are of another actor by then', async () => {
    const { shop, first, second } = await addedTwice();
    await playUntil(shop, first, () => shop.now() >= START + 7 * HOUR);
    shop.memory.ecs.service(shop.user).desired = 12;
    await playUntil(shop, second, () => false);
    await playUntil(shop, first, () => false);
    expect(writesOf(shop)).toHaveLength(2);
    for (const running of [first, second]) expect((await subjectsOf(running)).at(-1)).toContain('not put back');
  });

  it('wait no longer for later ones that no execution removes', async () => {
    const { shop, first } = await addedTwice();
    await playUntil(shop, first, () => false);
    expect(shop.now()).toBeGreaterThan(START + 24 * HOUR);
    expect(writesOf(shop)).toHaveLength(2);
    expect((await subjectsOf(first)).at(-1)).toContain('not put back');
  });

  it('wait for the later ones also when a person asks, who is told which', async () => {
    const { shop } = await addedTwice();
    write(shop);
    const undoing = await shop.machine.start(parameterEvent(undoParameterName(incidentOf(shop)), shop.now()));
    await playUntil(shop, undoing, () => undoing.waitsUntil !== undefined);
    const [told] = (await undoing.execution()).messages;
    expect(told?.subject).toContain('undo waits');
    expect(told?.body).toMatch(/incident \S+ added tasks later, 9 instead of 6, and they go first: from 2026-/);
    expect(writesOf(shop)).toHaveLength(2);
  });
});
