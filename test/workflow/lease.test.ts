/** A lease is renewed in time however long periods are, and one that is lost ends the heal by name, wherever that happens. */
import { describe, expect, it } from 'vitest';
import { HOLDER_WAIT_SECONDS_MAX, LEASE_SECONDS, type Lease } from '../../core/limits/lease.ts';
import { WORKFLOW_DEFINITION } from '../support/workflow-definition.ts';
import { LEFT } from '../support/left-behind.ts';
import { passTime, type Stepper } from '../support/machine.ts';
import { aShop, type Shop } from '../support/shop.ts';
import { LEAK } from '../support/sicknesses.ts';

const HALF_DONE = [
  ...LEFT.map(({ case: what, make, sickness }) => ({ case: what, make, sickness })),
  { case: 'a replacement', make: () => aShop(), sickness: LEAK },
];

function leaseOf(shop: Shop): Lease | undefined {
  return shop.memory.store.limits.leases.get(shop.user.group);
}

/** Plays until the last command began with `command`, or to the end. */
async function playTo(shop: Shop, running: Stepper, command: string): Promise<void> {
  while (running.path.at(-1)?.startsWith(command) !== true && (await running.step())) {
    if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
  }
  expect(running.path.at(-1)).toMatch(new RegExp(`^${command}`));
}

async function playOut(shop: Shop, running: Stepper): Promise<void> {
  while (await running.step()) if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
}

function takenByAnother(shop: Shop): Lease {
  const theirs: Lease = {
    holder: 'another',
    fence: (leaseOf(shop)?.fence ?? 0) + 1,
    until: shop.now() + 100 * 3_600_000,
  };
  shop.memory.store.limits.leases.put(shop.user.group, theirs);
  return theirs;
}

const WRITES = /^(set|stop|register|deregister|write)/;
const isWrite = ({ port, method }: { port: string; method: string }) =>
  (port === 'services' || port === 'toggles') && WRITES.test(method);

describe('the lease of a heal with periods of twenty minutes', () => {
  it.each(HALF_DONE)('is held from the first move to the end of verification: $case', async ({ make, sickness }) => {
    const shop = make();
    shop.breakWith(sickness);
    const running = await shop.machine.start(shop.alarm(sickness));
    await playTo(shop, running, 'act');
    // The readings of the shop are of each minute: what changes is how long is waited for them.
    Object.assign(shop.user, { periodSeconds: 1_200 });
    const waits: { readonly ms: number; readonly left: number; readonly ours: boolean }[] = [];
    while (await running.step()) {
      const { waitsUntil } = running;
      const { incident } = await running.execution();
      const holds = incident?.reservation !== undefined && incident.phase !== 'deciding';
      if (waitsUntil !== undefined && holds) {
        const lease = leaseOf(shop);
        const left = (lease?.until ?? 0) - waitsUntil;
        waits.push({ ms: waitsUntil - shop.now(), left, ours: lease?.holder === incident.id });
      }
      if (incident?.phase === 'closed') break;
      if (waitsUntil !== undefined) passTime(shop, waitsUntil);
    }
    expect(waits.length).toBeGreaterThan(4);
    expect(Math.max(...waits.map(({ ms }) => ms))).toBeLessThanOrEqual(HOLDER_WAIT_SECONDS_MAX * 1_000);
    expect(Math.min(...waits.map(({ left }) => left))).toBeGreaterThan(0);
    expect(waits.every(({ ours }) => ours)).toBe(true);
  });
});

describe('a lease that another holds by now', () => {
  it('is no lease for the next move, also where the stage still had it as it began', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    const running = await shop.machine.start(shop.alarm(LEAK));
    await playTo(shop, running, 'decide');
    await running.step();
    const { limits } = shop.memory.ports;
    const { renew } = limits;
    const held: boolean[] = [];
    Object.assign(limits, {
      renew: async (...asked: Parameters<typeof renew>) => {
        const renewed = await renew(...asked);
        held.push(renewed !== undefined);
        takenByAnother(shop);
        return renewed;
      },
    });
    await playOut(shop, running);
    expect(held.slice(0, 2)).toEqual([true, false]);
    expect(shop.memory.calls.filter(isWrite)).toEqual([]);
    const { incident } = await running.execution();
    expect(incident?.attempts[0]).toMatchObject({ status: 'censored', holds: [{ reason: 'lease-lost' }] });
  });

  it.each(HALF_DONE)('stops $case at once, and a person is told what is left', async ({ make, sickness }) => {
    const shop = make();
    shop.breakWith(sickness);
    const running = await shop.machine.start(shop.alarm(sickness));
    await playTo(shop, running, 'act');
    const theirs = takenByAnother(shop);
    const before = shop.memory.calls.length;
    const steps = running.path.length;
    for (let phase = ''; phase !== 'closed'; phase = (await running.execution()).incident?.phase ?? '') {
      await running.step();
      if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
    }
    expect(shop.memory.calls.slice(before).filter(isWrite)).toEqual([]);
    // The stage that found it out was the last that looked.
    const looks = running.path.slice(steps).filter((name) => name.startsWith('act'));
    expect(looks.length).toBeLessThanOrEqual(1);
    expect((await running.execution()).incident?.outcomeReason).toMatch(/lease|could not be verified/);
    expect(leaseOf(shop)).toEqual(theirs);
    const { incident } = await running.execution();
    expect(incident).toMatchObject({ outcome: 'escalated', attempts: [{ status: 'censored' }] });
    await running.step();
    const { messages } = await running.execution();
    expect(messages.at(-1)?.attributes).toMatchObject({ stage: 'ended', outcome: 'escalated' });
    expect(messages.at(-1)?.body).toMatch(/lease/);
    expect(messages.at(-1)?.body).toContain(incident?.attempts[0]?.journal.moves.at(-1)?.text);
    expect(messages.at(-1)?.body).toContain(`/healer/undo/${incident?.id}`);
  });

  it('ends verification without a verdict, and nothing is learnt or undone', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    const running = await shop.machine.start(shop.alarm(LEAK));
    const isVerifying = async () => (await running.execution()).incident?.phase === 'verifying';
    while (!(await isVerifying()) && (await running.step())) {
      if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
    }
    const theirs = takenByAnother(shop);
    const before = shop.memory.calls.length;
    await playOut(shop, running);
    const { incident } = await running.execution();
    expect(incident).toMatchObject({ outcome: 'escalated', attempts: [{ status: 'censored' }] });
    expect(incident?.verification?.lines.join()).toContain('the lease of the group was lost');
    expect(shop.memory.calls.slice(before).filter(isWrite)).toEqual([]);
    expect(leaseOf(shop)).toEqual(theirs);
  });
});

describe('a state of the workflow that fails until its last retry', () => {
  it('is over before the lease is that was renewed before the longest wait', () => {
    const { States } = WORKFLOW_DEFINITION;
    const slowest = Math.max(
      ...Object.values(States).map((state) => {
        if (state.Type !== 'Task') return 0;
        const pauses = state.Retry.flatMap(({ MaxAttempts, IntervalSeconds, BackoffRate, MaxDelaySeconds }) =>
          Array.from({ length: MaxAttempts }, (_, retry) =>
            Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** retry),
          ),
        );
        const tries = 1 + pauses.length;
        return tries * state.TimeoutSeconds + pauses.reduce((sum, pause) => sum + pause, 0);
      }),
    );
    expect(slowest).toBeGreaterThan(40);
    expect(HOLDER_WAIT_SECONDS_MAX + slowest).toBeLessThan(LEASE_SECONDS);
  });
});
