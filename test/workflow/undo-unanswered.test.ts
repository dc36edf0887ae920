/** A toggle that could not be restored on demand goes on as before; it is switched again only where no request is open any more. */
import { describe, expect, it } from 'vitest';
import { undoParameterName } from '../../core/vocabulary.ts';
import { writesOf } from '../support/episodes.ts';
import { LEFT, PARAMETER } from '../support/left-behind.ts';
import type { Stepper } from '../support/machine.ts';
import type { Shop, Sickness } from '../support/shop.ts';
import { ERRORS, LASTING_ERRORS } from '../support/sicknesses.ts';
import { healed, incidentOf, parameterEvent, playUntil, write } from '../support/undoing.ts';

const [TOGGLE] = LEFT;
if (TOGGLE === undefined) throw new Error('there must be one');
const make = TOGGLE.make;

/** An execution that answered "not undone", because the parameter could not be read for an hour. */
async function unanswered(sickness: Sickness): Promise<{ readonly shop: Shop; readonly running: Stepper }> {
  const shop = make();
  shop.breakWith(sickness);
  await healed(shop, sickness);
  const { toggles } = shop.memory.ports;
  const { read } = toggles;
  let readable = false;
  Object.assign(toggles, {
    read: async (name: string) => (readable ? await read(name) : { kind: 'unreadable', why: 'throttled' }),
  });
  write(shop);
  const running = await shop.machine.start(parameterEvent(undoParameterName(incidentOf(shop)), shop.now()));
  await playUntil(shop, running, () => running.path.includes('notify'));
  expect((await running.execution()).messages.at(-1)?.subject).toContain('NOT UNDONE');
  readable = true;
  return { shop, running };
}

const flips = (shop: Shop) => writesOf(shop).filter((one) => one === 'write off').length;

describe('a toggle that could not be restored on demand', () => {
  it('is restored when it expires, by the execution that took it over', async () => {
    const { shop, running } = await unanswered(ERRORS);
    await playUntil(shop, running, () => false);
    expect(shop.memory.parameters.get(PARAMETER)).toBe('on');
  });

  it('stays restored although the failure is back, while the parameter says so', async () => {
    const { shop, running } = await unanswered(LASTING_ERRORS);
    await playUntil(shop, running, () => false);
    expect(flips(shop)).toBe(1);
    expect(shop.memory.parameters.get(PARAMETER)).toBe('on');
    expect((await running.execution()).incident?.timeline.at(-1)?.text).toContain('not switched again');
  });

  it('is switched again when the failure is back and the person took the request away', async () => {
    const { shop, running } = await unanswered(LASTING_ERRORS);
    write(shop, 'never');
    await playUntil(shop, running, () => flips(shop) > 1);
    expect(shop.memory.parameters.get(PARAMETER)).toBe('off');
  });
});

it('a toggle that is tried is not switched again once the parameter says so, also before its event came', async () => {
  const shop = make();
  shop.breakWith(LASTING_ERRORS);
  const running = await healed(shop, LASTING_ERRORS);
  await playUntil(shop, running, () => running.path.at(-1) === 'act.flipToggle.undo');
  write(shop);
  await playUntil(shop, running, () => false);
  expect(flips(shop)).toBe(1);
  expect(shop.memory.parameters.get(PARAMETER)).toBe('on');
  expect((await running.execution()).result).toBe('succeeded');
});
