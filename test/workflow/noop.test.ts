/** The no-ops that a person asks for go through the synthesized workflow, change nothing, and leave alone what is not at rest. */
import { describe, expect, it } from 'vitest';
import { noopEvent, type NoopOutput, type NoopReport } from '../../core/workflow/noop.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { ReadFailed, WriteFailed } from '../../core/ports/errors.ts';
import { ACTION_KINDS } from '../../core/vocabulary.ts';
import { internalEvent } from '../../core/signal/internal-event.ts';
import { absentTargets } from '../../lambdas/stages/noop-targets.ts';
import { aService, aToggle } from '../support/catalog.ts';
import { play } from '../support/played-workflow.ts';
import { aShop, aTaskDefinition, BAD, type Shop } from '../support/shop.ts';
import { stageRunner } from '../support/stages.ts';
import { LEAK } from '../support/sicknesses.ts';

const WRITES = /^(settle|reverse|observeWait|reserve|renew|release|admit|save|close|keepDecision|takeOver|publish)/;

/** A shop whose service has every remedy in a runbook, and a toggle. */
function shopOf(service: Partial<ServiceEntry> = {}): Shop {
  return aShop({ service: { toggles: [aToggle('search')], ...service } });
}

/** What each acting Lambda says, asked one by one. */
async function reports(shop: Shop, service = 'user'): Promise<readonly NoopReport[]> {
  const run = stageRunner({ ...shop.memory.ports, catalog: shop.catalog });
  const said: NoopReport[] = [];
  for (const [sequence, remedy] of ACTION_KINDS.entries()) {
    const input = { incidentId: `noop#${service}`, sequence };
    const output = await run({ kind: 'act', remedy, operation: 'apply' }, input);
    said.push((output as NoopOutput).noop);
  }
  return said;
}

describe('no-ops of a service at rest', () => {
  it('go from one acting Lambda to the next and end', async () => {
    const { states, status, published, incident } = await play(shopOf(), noopEvent('user'));
    const acting = ['ReplaceTasks', 'Route', 'FlipToggle', 'Route', 'RollBack', 'Route', 'ScaleOut', 'Route'];
    expect(states).toEqual(['Intake', 'IncidentOpened', 'Route', ...acting, 'Closed']);
    expect({ status, published, incident }).toEqual({ status: 'SUCCEEDED', published: [], incident: undefined });
  });

  it('end with the Lambda that gives no answer, and send no message of an incident', async () => {
    const shop = shopOf();
    for (let time = 0; time < 50; time += 1) {
      shop.memory.fail('toggles', 'read', 'before', new ReadFailed('throttled'));
    }
    const { states, status, published } = await play(shop, noopEvent('user'));
    // Past Abandon only where it does not fail itself.
    expect(states.slice(-3)).toEqual(['Abandon', 'Abandoned', 'Failed']);
    expect({ status, published }).toEqual({ status: 'FAILED', published: [] });
  });

  it('ask for what is there already, each under its own Lambda, and remember nothing', async () => {
    const shop = shopOf();
    const toggle = await shop.memory.ports.toggles.read('/shop/search');
    const [before, tasks] = [await shop.memory.ports.services.describe(shop.user), shop.tasks()];
    const said = await reports(shop);
    const calls = said.map((one) =>
      one.kind === 'made' ? one.calls.map(({ call, answer }) => [call, answer]) : one.kind,
    );
    const allowed = (call: string) => [call, 'allowed'];
    expect(calls).toEqual([
      [allowed('ecs:UpdateService'), allowed('elasticloadbalancing:DeregisterTargets')],
      [allowed('ssm:PutParameter')],
      [allowed('ecs:UpdateService')],
      [allowed('ecs:UpdateService')],
    ]);
    expect(said[0]).toMatchObject({ notProven: ['ecs:StopTask', 'elasticloadbalancing:RegisterTargets'] });
    expect(await shop.memory.ports.services.describe(shop.user)).toEqual(before);
    expect(shop.tasks()).toEqual(tasks);
    expect(await shop.memory.ports.toggles.read('/shop/search')).toEqual(toggle);
    expect(shop.memory.calls.map(({ method }) => method).filter((method) => WRITES.test(method))).toEqual([]);
  });
});

interface Refusal {
  readonly case: string;
  readonly make: () => Shop | Promise<Shop>;
  /** What the Lambdas say, by remedy; those left out make their no-op. */
  readonly why: Partial<Readonly<Record<NoopReport['remedy'], RegExp>>>;
}

function everywhere(why: RegExp): Refusal['why'] {
  return { replaceTasks: why, flipToggle: why, rollBack: why, scaleOut: why };
}

function paused(value: string | undefined): Shop {
  const shop = shopOf();
  shop.memory.parameters.set('/healer/mode', value);
  return shop;
}

async function beingHealed(): Promise<Shop> {
  const shop = shopOf();
  shop.breakWith(LEAK);
  const running = await shop.machine.start(shop.alarm(LEAK));
  await running.step();
  return shop;
}

async function beingDeployed(): Promise<Shop> {
  const shop = shopOf();
  shop.memory.ecs.addTaskDefinition(aTaskDefinition(BAD));
  await shop.memory.ports.services.setTaskDefinition(shop.user, BAD);
  return shop;
}

const REFUSALS: readonly Refusal[] = [
  { case: 'people keep the healer off', make: () => paused('off'), why: everywhere(/^\/healer\/mode is off/) },
  { case: 'the brake cannot be understood', make: () => paused('perhaps'), why: everywhere(/"perhaps"; allowed/) },
  { case: 'there is no brake', make: () => paused(undefined), why: everywhere(/does not exist/) },
  {
    case: 'people keep one remedy for themselves',
    make: () => paused('{"mode": "off", "remedies": ["scaleOut"]}'),
    why: { scaleOut: /\/healer\/mode is off/ },
  },
  { case: 'an incident is open', make: beingHealed, why: everywhere(/^incident \S+ is being healed$/) },
  {
    case: 'a deployment runs',
    make: beingDeployed,
    why: { replaceTasks: /deployment/, rollBack: /deployment/, scaleOut: /deployment/ },
  },
  {
    case: 'the service has no toggle',
    make: () => shopOf({ toggles: [] }),
    why: { flipToggle: /no toggles/ },
  },
];

describe('no-ops of a service that is not at rest', () => {
  it.each(REFUSALS)('are not made where $case', async ({ make, why }) => {
    const shop = await make();
    const isAsExpected = (report: NoopReport): boolean => {
      const reason = why[report.remedy];
      return reason === undefined ? report.kind === 'made' : report.kind === 'not-made' && reason.test(report.why);
    };
    const said = await reports(shop);
    expect(said.map(({ remedy }) => remedy)).toEqual(ACTION_KINDS);
    expect(said.filter((report) => !isAsExpected(report))).toEqual([]);
  });

  it('are made in observe, because a person asks for them and nothing changes', async () => {
    expect((await reports(paused('observe'))).map(({ kind }) => kind)).toEqual(['made', 'made', 'made', 'made']);
  });

  it('are not made of a service that is not registered, nor of a remedy that no runbook of it uses', async () => {
    const shop = shopOf({ runbooks: { 'memory-leak': { thresholds: {} } } });
    expect((await reports(shop, 'stranger')).map(({ kind }) => kind)).toEqual(Array(4).fill('not-made'));
    expect((await reports(shop)).find(({ remedy }) => remedy === 'scaleOut')).toMatchObject({ kind: 'unused' });
  });
});

describe('what AWS answered to a no-op', () => {
  const error = (name: string) => new WriteFailed('not done', { cause: Object.assign(new Error('no'), { name }) });
  it.each([
    { name: 'AccessDeniedException', answer: 'refused' },
    { name: 'AccessDenied', answer: 'refused' },
    { name: 'ThrottlingException', answer: 'unclear' },
    { name: 'InvalidTarget', answer: 'allowed' },
  ])('is $answer where it was $name', async ({ name, answer }) => {
    const shop = shopOf();
    shop.memory.fail('services', 'deregisterTarget', 'before', error(name));
    const [first] = await reports(shop);
    expect(first).toMatchObject({ calls: [{ answer: 'allowed' }, { answer }] });
  });

  it('is not believed where a deployment began at that moment', async () => {
    const shop = shopOf();
    const { services } = shop.memory.ports;
    const describeNow = services.describe.bind(services);
    let looks = 0;
    const another = async (entry: ServiceEntry) => {
      const found = await describeNow(entry);
      looks += 1;
      return { ...found, deployments: found.deployments.map((one) => ({ ...one, id: `ecs-svc/${looks}` })) };
    };
    Object.assign(shop.memory.ports, { services: { ...services, describe: another } });
    const [first] = await reports(shop);
    expect(first).toMatchObject({
      calls: [{ answer: 'changed', said: 'deployment ecs-svc/2 began at this moment' }, {}],
    });
  });
});

describe('the event that asks for no-ops', () => {
  it.each([
    { case: 'as the command sends it', event: noopEvent('user'), is: { kind: 'noop', service: 'user' } },
    { case: 'without a service', event: { ...noopEvent('user'), detail: {} }, is: undefined },
    { case: 'from another source', event: { ...noopEvent('user'), source: 'shop' }, is: undefined },
  ])('is understood $case', ({ event, is }) => {
    expect(internalEvent(event)).toEqual(is);
  });
});

describe('a target that is registered nowhere', () => {
  const like = (id: string) => ({ kind: 'known', value: [{ id, port: 8080, state: 'healthy' }] }) as const;
  it.each([
    { registered: '10.0.0.7', absent: '192.0.2.1' },
    { registered: 'fd00::7', absent: '2001:db8::1' },
    { registered: 'i-0123456789abcdef0', absent: 'i-00000000000000000' },
  ])('is of the kind of $registered', ({ registered, absent }) => {
    const { targets } = absentTargets(aService(), like(registered));
    expect(targets).toMatchObject([{ id: absent, port: 8080, group: aService().targetGroup?.arn }]);
  });

  it('is not made up where nothing is registered or readable: then neither right is proven', () => {
    for (const registered of [{ kind: 'known', value: [] } as const, { kind: 'unknown', why: 'late' } as const]) {
      const { targets, notProven } = absentTargets(aService(), registered);
      expect({ targets, count: notProven.length }).toEqual({ targets: [], count: 2 });
    }
  });
});
