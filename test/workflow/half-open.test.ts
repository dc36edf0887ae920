/**
 * A toggle that helped is tried without its flip when it expires: restored, watched, flipped again for longer while the
 * failure comes back, and in the end a person's. No other actor's value is ever taken for the healer's.
 */
import { describe, expect, it } from 'vitest';
import { aShop, type Sickness, type Shop } from '../support/shop.ts';
import { aToggle } from '../support/catalog.ts';
import { ERRORS, LASTING_ERRORS, LEAK } from '../support/sicknesses.ts';

const PARAMETER = '/shop/recommendations';
const HOUR_MS = 3_600_000;

function shopWithToggle(sickness: Sickness): Shop {
  const shop = aShop({ service: { toggles: [aToggle('recommendations')] } });
  shop.breakWith(sickness);
  return shop;
}

interface Write {
  readonly value: string;
  readonly at: number;
}

/** Every write of the toggle, with its time. */
function watchWrites(shop: Shop): readonly Write[] {
  const writes: Write[] = [];
  const { toggles } = shop.memory.ports;
  const write = toggles.write.bind(toggles);
  Object.assign(shop.memory.ports, {
    toggles: {
      read: toggles.read.bind(toggles),
      write: async (parameter: string, value: string) => {
        await write(parameter, value);
        writes.push({ value, at: shop.now() });
      },
    },
  });
  return writes;
}

/** How long it stayed off each time, in whole hours. */
function hoursOff(writes: readonly Write[]): readonly number[] {
  return writes.flatMap(({ value, at }, index) => {
    const until = writes[index + 1]?.at;
    return value === 'off' && until !== undefined ? [Math.round((until - at) / HOUR_MS)] : [];
  });
}

describe('a toggle whose failure lasts', () => {
  it('is tried in growing intervals, bounded, and then stays off and is a person’s', async () => {
    const shop = shopWithToggle(LASTING_ERRORS);
    const writes = watchWrites(shop);
    const { incident, messages, result } = await shop.machine.run(shop.alarm(LASTING_ERRORS));
    expect(hoursOff(writes)).toEqual([12, 24, 48, 48]);
    expect(writes.map(({ value }) => value)).toEqual(['off', 'on', 'off', 'on', 'off', 'on', 'off', 'on', 'off']);
    expect(shop.memory.parameters.get(PARAMETER)).toBe('off');
    expect(incident).toMatchObject({ outcome: 'healed', phase: 'closed' });
    expect(result).toBe('succeeded');
    expect(messages.map(({ attributes }) => attributes.outcome)).toEqual(['started', 'healed', 'escalated']);
    expect(messages.at(-1)?.subject).toContain('recommendations stays switched: NEEDS YOU');
    expect(messages.at(-1)?.body).toContain(`--name ${PARAMETER} --value on`);
    expect(messages.at(-1)?.body).toMatch(/^Owner: /m);
  });

  it('is not flipped again for a single bad period', async () => {
    let badUntil = 0;
    const shop = shopWithToggle({ ...ERRORS, sick: (one) => ERRORS.sick(one) || one.now() < badUntil });
    const writes = watchWrites(shop);
    const { path, incident } = await shop.machine.run(shop.alarm(ERRORS), (done) => {
      // The second minute of the watch, and nothing before or after it.
      if (done.at(-2) === 'act.flipToggle.undo') badUntil = 0;
      if (done.at(-1) === 'verify' && done.includes('act.flipToggle.undo') && badUntil === 0) {
        badUntil = shop.now() + 30_000;
      }
    });
    expect(path.slice(path.indexOf('act.flipToggle.undo')).filter((name) => name === 'verify').length).toBe(5);
    expect(writes.map(({ value }) => value)).toEqual(['off', 'on']);
    expect(incident?.timeline.at(-1)?.text).toMatch(/^well with recommendations restored: /);
  });

  it('starts no second incident: the alarm that is red again joins the try, another failure does not', async () => {
    const shop = shopWithToggle(LASTING_ERRORS);
    const running = await shop.machine.start(shop.alarm(LASTING_ERRORS));
    await playUntil(shop, running, () => running.path.includes('act.flipToggle.undo'));
    shop.memory.tick();
    const again = await shop.machine.start(shop.alarm(LASTING_ERRORS));
    const { incident } = await running.execution();
    expect((await again.execution()).intake).toEqual({
      kind: 'joined',
      incidentId: incident?.id,
      detail: 'the service has an open incident',
    });
    expect((await (await shop.machine.start(shop.alarm(LEAK))).execution()).intake.kind).toBe('opened');
  });

  it('is left to the incident that was opened meanwhile', async () => {
    const shop = shopWithToggle(LASTING_ERRORS);
    const writes = watchWrites(shop);
    const running = await shop.machine.start(shop.alarm(LASTING_ERRORS));
    await playUntil(
      shop,
      running,
      () => running.path.at(-1) === 'verify' && running.path.includes('act.flipToggle.undo'),
    );
    await shop.machine.start(shop.alarm(LEAK));
    await playUntil(shop, running, () => false);
    const { incident, result } = await running.execution();
    expect(writes.map(({ value }) => value)).toEqual(['off', 'on']);
    expect(incident?.timeline.at(-1)?.text).toMatch(/^not switched again: incident .* is being healed$/);
    expect(result).toBe('succeeded');
  });
});

describe('a toggle whose failure is gone', () => {
  it('is watched for a few good periods, and that is the end of it', async () => {
    const shop = shopWithToggle(ERRORS);
    const writes = watchWrites(shop);
    const { incident, path, messages } = await shop.machine.run(shop.alarm(ERRORS));
    expect(writes.map(({ value }) => value)).toEqual(['off', 'on']);
    expect(path.slice(-3)).toEqual(['wait', 'verify', 'stop']);
    expect(incident?.timeline.at(-1)?.text).toMatch(/^well with recommendations restored: /);
    expect(messages).toHaveLength(2);
    expect((await shop.memory.ports.ledger.service('user')).leftovers).toEqual([]);
    // By what the metrics did during this watch, and not by what they did when it was healed.
    expect(incident?.verification?.reached?.lookedAt).toBeGreaterThan(writes.at(-1)?.at ?? Infinity);
  });

  it('stays on where nothing can be read while it is watched', async () => {
    const shop = shopWithToggle(ERRORS);
    const running = await shop.machine.start(shop.alarm(ERRORS));
    await playUntil(shop, running, () => running.path.includes('act.flipToggle.undo'));
    const { metrics } = shop.memory.ports;
    const series = async (...asked: Parameters<typeof metrics.series>) =>
      Object.fromEntries(asked[0].map(({ id }) => [id, []]));
    Object.assign(metrics, { series });
    await playUntil(shop, running, () => false);
    expect(shop.memory.parameters.get(PARAMETER)).toBe('on');
    expect((await running.execution()).incident?.timeline.at(-1)?.text).toMatch(/^could not be watched \(/);
  });
});

describe('a toggle that an operator wrote meanwhile', () => {
  it('stays as it is, also where the value is the one the healer wrote', async () => {
    const shop = shopWithToggle(LASTING_ERRORS);
    const running = await shop.machine.start(shop.alarm(LASTING_ERRORS));
    await playUntil(shop, running, () => running.path.includes('notify'));
    shop.advance(HOUR_MS);
    for (const value of ['on', 'off']) shop.memory.parameters.set(PARAMETER, value);
    await playUntil(shop, running, () => false);
    const { incident, result } = await running.execution();
    expect(shop.memory.parameters.get(PARAMETER)).toBe('off');
    expect(incident?.timeline.at(-1)?.text).toContain('which the healer did not write; left alone');
    expect(result).toBe('succeeded');
  });

  it('is not flipped again where an operator switched it on while the healer was held back', async () => {
    const shop = shopWithToggle(LASTING_ERRORS);
    const writes = watchWrites(shop);
    const running = await shop.machine.start(shop.alarm(LASTING_ERRORS));
    await playUntil(shop, running, () => running.path.includes('act.flipToggle.undo'));
    shop.memory.parameters.set('/healer/mode', 'off');
    await playUntil(shop, running, () => running.path.at(-1) === 'act.flipToggle.apply');
    shop.advance(8 * 60_000);
    shop.memory.parameters.set(PARAMETER, 'on');
    shop.memory.parameters.set('/healer/mode', 'auto');
    await playUntil(shop, running, () => false);
    expect(writes.map(({ value }) => value)).toEqual(['off', 'on']);
    expect(shop.memory.parameters.get(PARAMETER)).toBe('on');
  });
});

type Running = Awaited<ReturnType<Shop['machine']['start']>>;

/** Plays on until then, or to the end; waits are waited for. */
async function playUntil(shop: Shop, running: Running, then: () => boolean): Promise<void> {
  while (!then() && (await running.step())) {
    if (running.waitsUntil !== undefined && !then()) {
      while (shop.now() < running.waitsUntil) {
        shop.advance(Math.min(running.waitsUntil - shop.now(), 10_000));
        shop.memory.tick();
      }
    }
  }
}
