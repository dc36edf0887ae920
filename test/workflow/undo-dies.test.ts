/** An undo that a person asked for, and whose execution dies: who asked hears that it is not done, once for each request. */
import { describe, expect, it } from 'vitest';
import { reap } from '../../lambdas/stages/reap.ts';
import { ReadFailed } from '../../core/ports/errors.ts';
import { PARAMETER, LEFT, healedShop, type Left } from '../support/left-behind.ts';
import { passTime } from '../support/machine.ts';
import type { Shop } from '../support/shop.ts';
import { BUSY } from '../support/crowd.ts';
import { LASTING_ERRORS } from '../support/sicknesses.ts';
import { dieAfter, sweepAndPlay, wait } from '../support/sweeping.ts';
import { ask, incidentOf, parameterEvent, playUntil, write } from '../support/undoing.ts';
import { undoParameterName } from '../../core/vocabulary.ts';

const [TOGGLE, TASKS] = LEFT;
if (TOGGLE === undefined || TASKS === undefined) throw new Error('there must be two');

/** AWS refuses whatever the undo needs, until it is mended. */
function broken({ memory: { ports } }: Shop): { mended: boolean } {
  const state = { mended: false };
  const { describe: describeService } = ports.services;
  const { write: writeToggle } = ports.toggles;
  Object.assign(ports.services, {
    describe: async (...given: Parameters<typeof describeService>) => {
      if (!state.mended) throw new ReadFailed('AccessDenied');
      return await describeService(...given);
    },
  });
  Object.assign(ports.toggles, {
    write: async (...given: Parameters<typeof writeToggle>) => {
      if (!state.mended) throw new ReadFailed('AccessDenied');
      return await writeToggle(...given);
    },
  });
  return state;
}

/** The execution that has the incident is seen to have failed: the reaper is told. */
async function reaped(shop: Shop): Promise<void> {
  const { ports, executions } = shop.memory;
  const { executionArn } = await ports.ledger.load(incidentOf(shop));
  executions.set(executionArn, { kind: 'ended', status: 'FAILED', at: shop.now() });
  await reap({ ...ports, catalog: shop.catalog })({ detail: { executionArn, status: 'FAILED' } });
}

const notUndone = ({ memory }: Shop) =>
  memory.published.filter(({ subject, body }) => subject.includes('NOT UNDONE') && body.includes('Undo it:'));

describe.each(LEFT)('an undo of $case that fails', (left: Left) => {
  it('is told once for each request, and may be asked for again as often as one likes', async () => {
    const { shop } = await healedShop(left);
    const state = broken(shop);
    expect((await ask(shop)).result).toBe('failed');
    await reaped(shop);
    await reaped(shop);
    expect(notUndone(shop)).toHaveLength(1);
    for (let time = 0; time < 4; time += 1) {
      wait(shop, 31);
      await sweepAndPlay(shop);
      await reaped(shop);
    }
    expect(notUndone(shop)).toHaveLength(1);
    expect((await shop.memory.ports.ledger.load(incidentOf(shop))).resumed).toBe(3);
    await ask(shop);
    await reaped(shop);
    expect(notUndone(shop)).toHaveLength(2);
    state.mended = true;
    wait(shop, 31);
    expect((await sweepAndPlay(shop)).found).toHaveLength(1);
    expect(left.isBack(shop)).toBe(true);
  });
});

describe.each(LEFT)('an undo of $case whose answer SNS refuses', (left: Left) => {
  const undone = ({ memory }: Shop) => memory.published.filter(({ subject }) => subject.endsWith(': undone'));

  /** Everything is undone, and the state that is to tell so fails for good. */
  async function refused(): Promise<Shop> {
    const { shop } = await healedShop(left);
    write(shop);
    const running = await shop.machine.start(parameterEvent(undoParameterName(incidentOf(shop)), shop.now()));
    const over = async () => (await running.execution()).incident?.undoAsked?.over === true;
    while (!(await over()) && (await running.step())) {
      if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
    }
    expect((await running.execution()).messages).toEqual([]);
    return shop;
  }

  it('is told by the reaper, once', async () => {
    const shop = await refused();
    await reaped(shop);
    await reaped(shop);
    expect(undone(shop)).toHaveLength(1);
    expect(undone(shop)[0]?.body).toContain('undone, as a person asked');
    expect(shop.memory.publishedInChat.map(({ content }) => content.title)).toHaveLength(1);
  });

  it('is told when the reaper is run again, where SNS refuses that too', async () => {
    const shop = await refused();
    shop.memory.fail('notifier', 'publish', 'before', new ReadFailed('InternalError'));
    await expect(reaped(shop)).rejects.toThrow('InternalError');
    await reaped(shop);
    expect(undone(shop)).toHaveLength(1);
  });

  it('is not told again where the state machine had told it', async () => {
    const { shop } = await healedShop(left);
    const { messages } = await ask(shop);
    expect(messages).toHaveLength(1);
    await reaped(shop);
    expect(undone(shop)).toEqual([]);
  });
});

it('the answer to an undo does not hide that no message told how the incident ended', async () => {
  const shop = TOGGLE.make();
  shop.breakWith(LASTING_ERRORS);
  const running = await dieAfter(shop, LASTING_ERRORS, 'close');
  expect(running.path).not.toContain('notify');
  expect((await ask(shop)).messages).toHaveLength(1);
  const { ledger } = shop.memory.ports;
  expect(await ledger.notified(incidentOf(shop))).toBe(false);
  await reaped(shop);
  expect(shop.memory.published.map(({ subject }) => subject)).toEqual([expect.stringContaining('healed')]);
});

it('who asked while an execution was dead already hears from the reaper that it is not undone, and what is left', async () => {
  const shop = TASKS.make();
  shop.breakWith(BUSY);
  await dieAfter(shop, BUSY, 'verify');
  expect((await ask(shop)).intake).toMatchObject({ reason: 'being-healed' });
  await reaped(shop);
  expect(shop.memory.published).toHaveLength(1);
  expect(shop.memory.published[0]?.body).toContain('NOT UNDONE');
  expect(shop.memory.published[0]?.body).toContain('6 tasks are desired instead of 4: remove them yourself');
  expect(shop.memory.published[0]?.body).toContain('Undo it:');
});

it('what cannot be looked at any more is refused with its reason where the service left the configuration', async () => {
  const { shop } = await healedShop(TASKS);
  Object.assign(shop.catalog, { services: {} });
  const { result, messages } = await ask(shop);
  expect(result).toBe('succeeded');
  expect(messages[0]?.subject).toContain('NOT UNDONE');
  expect(messages[0]?.body).toContain('user is no longer registered with the healer');
});

it('a flip that was on its way when a person took the incident over is found, and taken back', async () => {
  const shop = TOGGLE.make();
  shop.breakWith(LASTING_ERRORS);
  const { toggles } = shop.memory.ports;
  const { write: writeToggle } = toggles;
  const undoing = { begun: false, rest: async () => undefined as void };
  let flips = 0;
  Object.assign(toggles, {
    write: async (name: string, value: string) => {
      flips += value === 'off' ? 1 : 0;
      if (flips === 2 && !undoing.begun) {
        undoing.begun = true;
        write(shop);
        const event = parameterEvent(undoParameterName(incidentOf(shop)), shop.now());
        const asked = await shop.machine.start(event);
        await playUntil(shop, asked, () => asked.path.at(-1) === 'act.flipToggle.undo');
        passTime(shop, shop.now() + 14_000);
        undoing.rest = async () => await playUntil(shop, asked, () => false);
      }
      await writeToggle(name, value);
    },
  });
  const running = await shop.machine.start(shop.alarm(LASTING_ERRORS));
  await playUntil(shop, running, () => undoing.begun);
  expect(shop.memory.parameters.get(PARAMETER)).toBe('off');
  await undoing.rest();
  expect(shop.memory.parameters.get(PARAMETER)).toBe('on');
});
