/** However much joins a heal, and however much there is to do, it comes to an end that a person hears of. */
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../core/incident/incident.ts';
import type { JournalledMove } from '../../core/incident/journal.ts';
import { QUEUE_MINUTES_MAX } from '../../core/holds/reasons.ts';
import { approvalParameterName } from '../../core/vocabulary.ts';
import { aToggle } from '../support/catalog.ts';
import { passTime, type Stepper } from '../support/machine.ts';
import { aShop, type Shop } from '../support/shop.ts';
import { ENDLESS_LEAK, LASTING_ERRORS, LEAK } from '../support/sicknesses.ts';

async function incidentOf(running: Stepper): Promise<Incident> {
  const { incident } = await running.execution();
  if (incident === undefined) throw new Error('no incident was opened');
  return incident;
}

async function next(shop: Shop, running: Stepper): Promise<boolean> {
  const goesOn = await running.step();
  if (running.waitsUntil !== undefined) passTime(shop, running.waitsUntil);
  return goesOn;
}

async function playTo(shop: Shop, running: Stepper, name: string): Promise<void> {
  while (running.path.at(-1) !== name && (await next(shop, running)));
}

/** As many as one item of the table can keep. */
const MOVES_MAX = 400;

/** The attempt as if it had made so many moves already. */
async function pretendMoves(shop: Shop, running: Stepper, count: number): Promise<void> {
  const incident = await incidentOf(running);
  const [attempt] = incident.attempts;
  const last = attempt?.journal.moves.at(-1);
  if (attempt === undefined || last === undefined) throw new Error('nothing was done yet');
  const filling: readonly JournalledMove[] = Array.from({ length: count - attempt.journal.moves.length }, () => last);
  const journal = { ...attempt.journal, moves: [...filling, ...attempt.journal.moves] };
  shop.memory.store.ledger.incidents.put(incident.id, { ...incident, attempts: [{ ...attempt, journal }] });
}

const WRITES = /^(set|stop|register|deregister)/;

describe('an attempt', () => {
  it('that used up its moves has failed, and is undone all the same', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    const running = await shop.machine.start(shop.alarm(LEAK));
    await playTo(shop, running, 'act.replaceTasks.apply');
    await pretendMoves(shop, running, MOVES_MAX);
    while ((await incidentOf(running)).phase !== 'closed' && (await next(shop, running)));
    const [attempt] = (await incidentOf(running)).attempts;
    expect(attempt).toMatchObject({ status: 'failed', reason: `${MOVES_MAX} moves were not enough`, undone: true });
    expect(shop.memory.ecs.service(shop.user).desired).toBe(4);
  });

  it('makes so many moves in one call as it has time for', async () => {
    const shop = aShop({ desired: 60, service: { taskMetrics: false } });
    shop.breakWith(ENDLESS_LEAK);
    const running = await shop.machine.start(shop.alarm(ENDLESS_LEAK));
    const most: number[] = [];
    for (let steps = 0; steps < 60; steps += 1) {
      const before = shop.memory.calls.length;
      if (!(await next(shop, running))) break;
      const moves = shop.memory.calls
        .slice(before)
        .filter(({ port, method }) => port === 'services' && WRITES.test(method));
      most.push(moves.length);
    }
    expect(Math.max(...most)).toBe(20);
  });
});

/** The shop, and a switch that makes its override unreadable. */
function shopOfSwitch(options: Parameters<typeof aShop>[0] = {}): {
  readonly shop: Shop;
  readonly read: { ok: boolean };
} {
  const shop = aShop(options);
  const { override } = shop.memory.ports;
  const read = { ok: true };
  const unreadable = { kind: 'unreadable' as const, why: 'throttled' };
  const none: Awaited<ReturnType<typeof override.read>> = {
    global: unreadable,
    service: unreadable,
    answer: unreadable,
    undo: unreadable,
  };
  Object.assign(shop.memory.ports, {
    override: {
      read: async (...asked: Parameters<typeof override.read>) => (read.ok ? await override.read(...asked) : none),
    },
  });
  return { shop, read };
}

describe('an override that cannot be read before a move', () => {
  it('once, long after the move before it, does not keep an undo from being made', async () => {
    const { shop, read } = shopOfSwitch({ service: { toggles: [aToggle('recommendations')] } });
    shop.breakWith({ ...LASTING_ERRORS, sick: () => true });
    const running = await shop.machine.start(shop.alarm(LASTING_ERRORS));
    await playTo(shop, running, 'act.flipToggle.apply');
    while ((await incidentOf(running)).phase !== 'undoing' && (await next(shop, running)));
    read.ok = false;
    await playTo(shop, running, 'act.flipToggle.undo');
    expect((await incidentOf(running)).attempts[0]?.unreadSince).toBeDefined();
    read.ok = true;
    while ((await incidentOf(running)).attempts[0]?.undone !== true && (await next(shop, running)));
    expect((await incidentOf(running)).attempts[0]).toMatchObject({ remedy: 'flipToggle', undone: true });
    expect(shop.memory.parameters.get('/shop/recommendations')).toBe('on');
  });

  it('is Decide’s to wait for where nothing was done yet', async () => {
    const { shop, read } = shopOfSwitch();
    shop.breakWith(LEAK);
    const running = await shop.machine.start(shop.alarm(LEAK));
    await playTo(shop, running, 'decide');
    read.ok = false;
    const began = shop.now();
    while ((await incidentOf(running)).phase !== 'closed' && (await next(shop, running)));
    const { outcome, outcomeReason } = await incidentOf(running);
    expect({ outcome, outcomeReason }).toMatchObject({ outcome: 'escalated' });
    expect(outcomeReason).toContain('waited 20 minutes');
    expect((shop.now() - began) / 60_000).toBeGreaterThanOrEqual(QUEUE_MINUTES_MAX);
    expect(shop.memory.ecs.stopped).toEqual([]);
  });

  it('withdraws no approval', async () => {
    const { shop, read } = shopOfSwitch({ service: { approval: ['replaceTasks'] } });
    shop.breakWith(LEAK);
    const running = await shop.machine.start(shop.alarm(LEAK));
    await playTo(shop, running, 'decide');
    const { id } = await incidentOf(running);
    shop.memory.parameters.set(approvalParameterName(id, 'replaceTasks'), 'approve');
    while ((await incidentOf(running)).phase !== 'acting' && (await next(shop, running)));
    read.ok = false;
    await playTo(shop, running, 'act.replaceTasks.apply');
    expect((await incidentOf(running)).attempts[0]?.unreadSince).toBeDefined();
    read.ok = true;
    while ((await incidentOf(running)).phase !== 'closed' && (await next(shop, running)));
    const { outcome, attempts } = await incidentOf(running);
    expect({ outcome, attempts }).toMatchObject({
      outcome: 'healed',
      attempts: [{ status: 'succeeded', approved: true }],
    });
  });

  it('is asked again for five minutes, and then the heal is a person’s', async () => {
    const { shop, read } = shopOfSwitch();
    shop.breakWith(LEAK);
    const running = await shop.machine.start(shop.alarm(LEAK));
    await playTo(shop, running, 'act.replaceTasks.apply');
    read.ok = false;
    const began = shop.now();
    while ((await incidentOf(running)).phase !== 'closed' && (await next(shop, running)));
    expect(await incidentOf(running)).toMatchObject({ outcome: 'escalated', attempts: [{ status: 'censored' }] });
    expect((await incidentOf(running)).outcomeReason).toMatch(/could not read .* \(throttled\).*left as it is after/);
    const minutes = (shop.now() - began) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(4);
    expect(minutes).toBeLessThan(8);
  });
});

describe('a signal that comes while an incident is being closed', () => {
  async function signalledAtEveryClose(shop: Shop): Promise<Incident> {
    const running = await shop.machine.start(shop.alarm(LEAK));
    let signals = 0;
    while (await next(shop, running)) {
      const { phase } = await incidentOf(running);
      if (phase !== 'closing' || running.path.at(-1) === 'close') continue;
      shop.advance(1);
      signals += 1;
      await shop.machine.start(shop.alarm(LEAK));
    }
    expect(signals).toBeGreaterThan(0);
    return await incidentOf(running);
  }

  it('opens it again where it was healed, twice at most, and then it is a person’s', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    const incident = await signalledAtEveryClose(shop);
    expect(incident).toMatchObject({ phase: 'closed', reopened: 2, outcome: 'escalated' });
    expect(incident.outcomeReason).toBe('it keeps failing');
  });

  it('does not open it again where a person was asked', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    shop.memory.parameters.set('/healer/mode', 'observe');
    const incident = await signalledAtEveryClose(shop);
    expect(incident).toMatchObject({ phase: 'closed', reopened: 0, outcome: 'held' });
  });
});

describe('a heal that waits for its turn', () => {
  it('is a person’s after twenty minutes', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    const theirs = { holder: 'another', fence: 1, until: shop.now() + 100 * 3_600_000 };
    shop.memory.store.limits.leases.put(shop.user.group, theirs);
    const began = shop.now();
    const { incident, messages } = await shop.machine.run(shop.alarm(LEAK));
    expect(incident).toMatchObject({ outcome: 'escalated', attempts: [] });
    expect(messages.at(-1)?.attributes.outcome).toBe('escalated');
    const minutes = (shop.now() - began) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(QUEUE_MINUTES_MAX);
    expect(minutes).toBeLessThan(25);
  });
});
