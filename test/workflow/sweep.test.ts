/** The sweep takes up alarms that are red without a heal, once, leaves alone what people were told of, and rests while all is calm. */
import { describe, expect, it } from 'vitest';
import { aService, aToggle } from '../support/catalog.ts';
import { alarmEvent } from '../support/events.ts';
import { passTime } from '../support/machine.ts';
import { aShop, type Shop, type Sickness } from '../support/shop.ts';
import { ENDLESS_LEAK, LASTING_ERRORS, LEAK } from '../support/sicknesses.ts';
import { sick, sweepAndPlay, sweeper, wait } from '../support/sweeping.ts';

const MINUTE_MS = 60_000;
const ALARM = 'healer-user-memory-leak-memory';

describe('an alarm that is red without a heal', () => {
  it('is healed although its event never came', async () => {
    const shop = sick(LEAK);
    wait(shop, 4);
    const output = await sweepAndPlay(shop);
    expect(output).toMatchObject({
      kind: 'swept',
      found: [`red-alarm: ${ALARM} taken up`],
      measurements: [{ name: 'SweepFound', value: 1, dimensions: { Found: 'red-alarm' } }],
    });
    const [id = ''] = shop.memory.store.ledger.incidents.keys();
    const incident = await shop.memory.ports.ledger.load(id);
    expect(incident.outcome).toBe('healed');
    expect(incident.trigger.summary).toMatch(
      /found red by the sweep, since 2026-01-15T03:00:00.000Z: its event never came$/,
    );
  });

  it('is left alone while its event may still be on its way', async () => {
    const shop = sick(LEAK);
    wait(shop, 2);
    expect((await sweeper(shop)()).found).toEqual([]);
  });

  it('is opened once, when its event comes after all', async () => {
    const shop = sick(ENDLESS_LEAK);
    const event = shop.alarm(ENDLESS_LEAK);
    wait(shop, 4);
    await sweepAndPlay(shop);
    expect((await shop.machine.run(event)).intake).toMatchObject({ kind: 'ignored', reason: 'duplicate' });
    expect(shop.memory.store.ledger.incidents.keys()).toHaveLength(1);
  });

  it('is not taken up again once people were asked, however often it is looked at', async () => {
    const shop = sick(ENDLESS_LEAK);
    const { incident } = await shop.machine.run(shop.alarm(ENDLESS_LEAK));
    expect(incident?.outcome).toBe('escalated');
    for (let sweeps = 0; sweeps < 20; sweeps++) {
      wait(shop, 31);
      expect((await sweepAndPlay(shop)).found).toEqual([]);
    }
  });

  it.each([
    { case: 'muted', quiet: (shop: Shop) => shop.memory.metrics.mute(ALARM) },
    {
      case: 'suppressed',
      quiet: (shop: Shop) => {
        const stateChangedAt = shop.now() - 10 * MINUTE_MS;
        shop.memory.metrics.setAlarm({ name: ALARM, state: 'ALARM', stateChangedAt, suppressed: true });
      },
    },
  ])('is left alone while it is $case', async ({ quiet }) => {
    const shop = sick(LEAK);
    wait(shop, 4);
    quiet(shop);
    expect((await sweeper(shop)()).found).toEqual([]);
    expect(shop.memory.executions.started).toEqual([]);
  });

  it('is taken up once more when the override that held it back is lifted, and only once', async () => {
    const shop = sick(ENDLESS_LEAK);
    const mode = (value: string) => shop.memory.parameters.set('/healer/mode', value);
    mode('off');
    expect((await shop.machine.run(shop.alarm(ENDLESS_LEAK))).incident?.outcome).toBe('held');
    wait(shop, 10);
    expect((await sweepAndPlay(shop)).found).toEqual([]);
    mode('auto');
    wait(shop, 5);
    expect((await sweepAndPlay(shop)).found).toEqual([`red-alarm: ${ALARM} taken up`]);
    for (const value of ['off', 'auto']) {
      mode(value);
      wait(shop, 31);
      expect((await sweepAndPlay(shop)).found).toEqual([]);
    }
    expect(shop.memory.store.ledger.incidents.keys()).toHaveLength(2);
  });

  it('is taken up once more where the flip of a toggle that it was taken for does not end it', async () => {
    // It fails again at the first try, and from then on whatever the toggle is.
    let again = false;
    const cause: Sickness = { ...LASTING_ERRORS, sick: (shop) => again || LASTING_ERRORS.sick(shop) };
    const shop = sick(cause, { service: { toggles: [aToggle('recommendations')] } });
    const running = await shop.machine.start(shop.alarm(cause));
    const play = async (until: string) => {
      while (running.path.at(-1) !== until && (await running.step())) {
        if (running.waitsUntil !== undefined && running.path.at(-1) !== until) passTime(shop, running.waitsUntil);
      }
    };
    await play('act.flipToggle.undo');
    again = true;
    wait(shop, 1);
    const name = 'healer-user-high-error-rate-errors';
    const [red] = await shop.memory.ports.metrics.alarms([name]);
    const joined = await shop.machine.run(alarmEvent(name, { at: red?.stateChangedAt ?? 0 }));
    expect(joined.intake.kind).toBe('joined');
    wait(shop, 1);
    expect((await sweeper(shop)()).found).toEqual([]);
    await play('act.flipToggle.apply');
    wait(shop, 40);
    expect((await sweepAndPlay(shop)).found).toEqual(['red-alarm: healer-user-high-error-rate-errors taken up']);
  });
});

describe('the tempo of sweeps', () => {
  it('is one read while all is calm, and a look after half an hour', async () => {
    const shop = aShop();
    expect((await sweeper(shop)()).kind).toBe('swept');
    const kinds: string[] = [];
    const calls: number[] = [];
    for (let minutes = 5; minutes <= 30; minutes += 5) {
      wait(shop, 5);
      const before = shop.memory.calls.length;
      kinds.push((await sweeper(shop)()).kind);
      calls.push(shop.memory.calls.length - before);
    }
    expect(kinds).toEqual(['rested', 'rested', 'rested', 'rested', 'rested', 'swept']);
    expect(calls.slice(0, 5)).toEqual([1, 1, 1, 1, 1]);
  });

  it('is every five minutes while an incident is open', async () => {
    const shop = sick(LEAK);
    await shop.machine.start(shop.alarm(LEAK));
    for (let sweeps = 0; sweeps < 3; sweeps++) {
      expect((await sweeper(shop)()).kind).toBe('swept');
      wait(shop, 5);
    }
  });

  it('goes on where time was up, and looks at every service', async () => {
    const others = Array.from({ length: 60 }, (_, index) =>
      aService({ name: `other-${index}`, ecsService: `other-${index}` }),
    );
    const shop = aShop({ others });
    const looked = new Set<string>();
    const { ledger } = shop.memory.ports;
    const service = ledger.service.bind(ledger);
    // A slow table: each look takes a second.
    Object.assign(shop.memory.ports, {
      ledger: new Proxy(ledger, {
        get: (target, property) =>
          property === 'service'
            ? async (name: string) => {
                looked.add(name);
                shop.advance(1_000);
                return await service(name);
              }
            : Reflect.get(target, property),
      }),
    });
    const first = await sweeper(shop)();
    expect(first).toMatchObject({ kind: 'swept', next: 'other-19' });
    for (let sweeps = 0; sweeps < 3; sweeps++) await sweeper(shop)();
    expect(looked.size).toBe(61);
  });
});
