/** What arriving signals do to the record: once each, whatever is delivered how often and in which order. */
import { describe, expect, it } from 'vitest';
import { intake } from '../../lambdas/stages/intake.ts';
import type { IntakeOutput } from '../../lambdas/stages/stage.ts';
import { alarmEvent, customEvent, serviceEvent, taskEvent } from '../support/events.ts';
import { FLIP, attemptWith, write } from '../support/left-plans.ts';
import { START, aShop, type Shop } from '../support/shop.ts';

const MEMORY = 'healer-user-memory-leak-memory';
const LATENCY = 'healer-user-high-latency-p99';

let executions = 0;

async function arrive(
  shop: Shop,
  event: unknown,
  executionArn = `arn:execution:test-${executions++}`,
): Promise<IntakeOutput> {
  return await intake({ ...shop.memory.ports, catalog: shop.catalog })({ event, executionArn });
}

describe('intake', () => {
  it('opens an incident and keeps the event whole', async () => {
    const shop = aShop();
    const event = alarmEvent(MEMORY, { at: START });
    const output = await arrive(shop, event);
    expect(output).toMatchObject({ kind: 'opened', sequence: 0, command: { kind: 'decide' } });
    expect(JSON.stringify(shop.memory.calls.filter(({ method }) => method === 'admit'))).toContain('recentDatapoints');
    const record = await shop.memory.ports.ledger.service('user');
    expect(record).toMatchObject({ health: 'Degraded', signalCount: 1, redAlarms: [MEMORY] });
    expect(record.history.at(-1)).toMatchObject({ from: 'Healthy', to: 'Degraded' });
  });

  it.each([
    { case: 'the same event again', second: alarmEvent(MEMORY, { at: START }) },
    { case: 'the same transition under another event id', second: alarmEvent(MEMORY, { at: START, id: 'another' }) },
    { case: 'an older transition that arrives late', second: alarmEvent(MEMORY, { at: START - 60_000, id: 'older' }) },
  ])('changes nothing for $case', async ({ second }) => {
    const shop = aShop();
    await arrive(shop, alarmEvent(MEMORY, { at: START }));
    const before = await shop.memory.ports.ledger.service('user');
    expect(await arrive(shop, second)).toMatchObject({ kind: 'ignored', reason: 'duplicate' });
    expect(await shop.memory.ports.ledger.service('user')).toEqual(before);
  });

  it('answers the same execution the same way, so that its Lambda may die after writing', async () => {
    const shop = aShop();
    const event = alarmEvent(MEMORY, { at: START });
    const first = await arrive(shop, event, 'arn:execution:mine');
    expect(await arrive(shop, event, 'arn:execution:mine')).toEqual(first);
  });

  it('answers it so also where the event has grown too old since', async () => {
    const shop = aShop();
    const detail = { service: 'user', failureType: 'dependency-failure', summary: 'payments time out' };
    const event = customEvent(detail, START);
    const first = await arrive(shop, event, 'arn:execution:mine');
    shop.advance(2 * 3_600_000);
    expect(await arrive(shop, event, 'arn:execution:other')).toMatchObject({ kind: 'ignored', reason: 'stale' });
    expect(await arrive(shop, event, 'arn:execution:mine')).toEqual(first);
  });

  it('lets another failing alarm of the service join the open incident', async () => {
    const shop = aShop();
    const first = await arrive(shop, alarmEvent(MEMORY, { at: START }));
    const second = await arrive(shop, alarmEvent(LATENCY, { at: START + 1_000 }));
    expect(second).toMatchObject({ kind: 'joined', incidentId: 'incidentId' in first ? first.incidentId : '' });
    expect((await shop.memory.ports.ledger.service('user')).signalCount).toBe(2);
  });

  it('opens one incident for twenty alarms that arrive together', async () => {
    const shop = aShop();
    const events = Array.from({ length: 20 }, (_, i) => alarmEvent(i % 2 === 0 ? MEMORY : LATENCY, { at: START + i }));
    const outputs = await Promise.all(events.map((event) => arrive(shop, event)));
    expect(outputs.filter(({ kind }) => kind === 'opened')).toHaveLength(1);
  });

  it('counts task exits, and opens a crash loop only when there are enough of them soon enough', async () => {
    const shop = aShop();
    const outputs: IntakeOutput[] = [];
    for (let i = 0; i < 3; i++)
      outputs.push(await arrive(shop, taskEvent({ at: START + i * 1_000, task: `task-${i}` })));
    expect(outputs.slice(0, -1).every((output) => output.kind === 'ignored' && output.reason === 'below-count')).toBe(
      true,
    );
    expect(outputs.at(-1)).toMatchObject({ kind: 'opened' });
    const { incident } = {
      incident: await shop.memory.ports.ledger.load((outputs.at(-1) as { incidentId: string }).incidentId),
    };
    expect(incident.failureType).toBe('crash-loop');
  });

  it('does not count the same task twice, nor exits that are hours apart', async () => {
    const shop = aShop();
    for (let version = 1; version <= 5; version++) {
      expect((await arrive(shop, taskEvent({ at: START, task: 'same', version }))).kind).toBe('ignored');
    }
    for (let i = 0; i < 4; i++) {
      shop.advance(2 * 3_600_000);
      expect((await arrive(shop, taskEvent({ at: shop.now(), task: `rare-${i}` }))).kind).toBe('ignored');
    }
  });

  it('opens a bad deployment once, although ECS says it twice', async () => {
    const shop = aShop();
    const detail = {
      eventType: 'ERROR',
      eventName: 'SERVICE_DEPLOYMENT_FAILED',
      deploymentId: 'ecs-svc/9',
      reason: 'circuit breaker',
    };
    expect(await arrive(shop, serviceEvent('ECS Deployment State Change', detail, START))).toMatchObject({
      kind: 'opened',
    });
    expect(await arrive(shop, serviceEvent('ECS Service Action', detail, START + 1))).toMatchObject({
      kind: 'ignored',
      reason: 'duplicate',
    });
  });

  it('takes a signal of an application', async () => {
    const shop = aShop();
    const detail = { service: 'user', failureType: 'dependency-failure', summary: 'payments time out' };
    expect(await arrive(shop, customEvent(detail, START))).toMatchObject({ kind: 'opened' });
  });

  it('ends an incident that fell silent, opens the next one, and tells in it what became of the other', async () => {
    const shop = aShop();
    const first = await arrive(shop, alarmEvent(MEMORY, { at: START }));
    shop.advance(2 * 3_600_000);
    const second = await arrive(shop, alarmEvent(LATENCY, { at: shop.now() }));
    expect(second.kind).toBe('opened');
    const [old, next] = [first, second].map((output) => ('incidentId' in output ? output.incidentId : ''));
    expect(await shop.memory.ports.ledger.load(old ?? '')).toMatchObject({ phase: 'closed', outcome: 'failed' });
    const { timeline } = await shop.memory.ports.ledger.load(next ?? '');
    expect(timeline[0]?.text).toBe(`incident ${old} before this one fell silent and was ended as failed`);
  });

  it('names the toggle that a silent incident left switched', async () => {
    const shop = aShop();
    const { ledger } = shop.memory.ports;
    const first = await arrive(shop, alarmEvent(MEMORY, { at: START }));
    const incident = await ledger.load('incidentId' in first ? first.incidentId : '');
    await ledger.save({ ...incident, phase: 'verifying', attempts: [attemptWith(FLIP, [write('off')])] });
    shop.advance(2 * 3_600_000);
    const second = await arrive(shop, alarmEvent(LATENCY, { at: shop.now() }));
    const { timeline } = await ledger.load('incidentId' in second ? second.incidentId : '');
    expect(timeline[1]?.text).toBe('it left /shop/search at "off"; it was "on" before');
  });

  it('ends an incident that fell silent, and tells people of it where the signal opens none', async () => {
    const shop = aShop();
    const first = await arrive(shop, alarmEvent(MEMORY, { at: START }));
    const id = 'incidentId' in first ? first.incidentId : '';
    shop.advance(2 * 3_600_000);
    const event = alarmEvent(MEMORY, { at: shop.now(), state: 'OK' });
    const told = await arrive(shop, event, 'arn:execution:mine');
    expect(told).toMatchObject({ kind: 'opened', incidentId: id, command: { kind: 'notify' } });
    const incident = await shop.memory.ports.ledger.load(id);
    expect(incident).toMatchObject({ phase: 'closed', outcome: 'failed', executionArn: 'arn:execution:mine' });
    expect(await arrive(shop, event, 'arn:execution:mine')).toEqual(told);
    expect(await arrive(shop, event, 'arn:execution:other')).toMatchObject({ kind: 'ignored' });
  });

  it('makes a service Healthy again when its last red alarm is OK and no heal was made', async () => {
    const shop = aShop();
    await shop.machine.run(alarmEvent(MEMORY, { at: START }));
    const escalated = await shop.memory.ports.ledger.service('user');
    expect(escalated).toMatchObject({ health: 'Escalated', redAlarms: [MEMORY] });
    const output = await arrive(shop, alarmEvent(MEMORY, { at: shop.now(), state: 'OK' }));
    expect(output).toMatchObject({ kind: 'ignored', reason: 'returned-to-ok-without-incident' });
    expect(await shop.memory.ports.ledger.service('user')).toMatchObject({ health: 'Healthy', redAlarms: [] });
  });

  it.each([
    {
      case: 'an alarm of an unknown service',
      event: alarmEvent('healer-nobody-high-cpu-cpu', { at: START }),
      problem: 'is not registered with this healer',
    },
    { case: 'something that is no event', event: { hello: 'world' }, problem: 'not an EventBridge event' },
  ])('rejects $case with a reason and records nothing', async ({ event, problem }) => {
    const shop = aShop();
    await expect(arrive(shop, event)).rejects.toMatchObject({
      name: 'SignalRejected',
      message: expect.stringContaining(problem) as string,
    });
    expect(shop.memory.calls.filter(({ method }) => method === 'admit')).toEqual([]);
  });
});
