/** Whole incidents in virtual time: the stages as they are, over ports in memory. */
import { describe, expect, it } from 'vitest';
import { aToggle } from '../support/catalog.ts';
import { writesOf } from '../support/episodes.ts';
import { BAD, GOOD, START, aShop, aTaskDefinition, type Shop } from '../support/shop.ts';
import { BAD_RELEASE, ENDLESS_LEAK, ERRORS, FIRST_TASK, LEAK, deployBad } from '../support/sicknesses.ts';

function shopWithoutTasks(): Shop {
  const shop = aShop();
  const service = shop.memory.ecs.service(shop.user);
  service.startsFail = true;
  service.tasks.splice(0);
  service.targets.splice(0);
  return shop;
}

describe('an incident', () => {
  it('is healed by replacing the one sick task, which is never missed', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    const execution = await shop.machine.run(shop.alarm(LEAK));
    expect(execution.incident?.outcome).toBe('healed');
    expect(execution.result).toBe('succeeded');
    expect(shop.memory.ecs.stopped.map(({ taskArn }) => taskArn)).toEqual([FIRST_TASK]);
    expect(shop.memory.ecs.service(shop.user).desired).toBe(4);
    expect(execution.messages.map(({ attributes }) => attributes.stage)).toEqual(['started', 'ended']);
    expect(execution.path).not.toContain('act.replaceTasks.undo');
  });

  it('is left alone when it was over between the decision and the first move', async () => {
    const shop = aShop();
    let over = false;
    shop.breakWith({ ...LEAK, sick: () => !over });
    const { incident } = await shop.machine.run(shop.alarm(LEAK), (path) => {
      over ||= path.at(-1) === 'decide';
      shop.memory.tick();
    });
    expect(writesOf(shop)).toEqual([]);
    expect(incident?.attempts).toMatchObject([{ status: 'censored', holds: [{ reason: 'alarm-cleared' }] }]);
    expect(incident?.outcome).toBe('self-recovered');
  });

  it('takes the sick target out of the load balancer before it stops anything', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    await shop.machine.run(shop.alarm(LEAK));
    const writes = shop.memory.calls
      .filter(({ port, method }) => port === 'services' && /^(set|stop|deregister|register)/.test(method))
      .map(({ method }) => method);
    expect(writes).toEqual(['deregisterTarget', 'setDesiredCount', 'stopTask', 'setDesiredCount']);
  });

  it('is healed by a toggle, which is restored when it expires', async () => {
    const shop = aShop({ service: { toggles: [aToggle('recommendations')] } });
    shop.breakWith(ERRORS);
    const execution = await shop.machine.run(shop.alarm(ERRORS));
    expect(execution.incident?.outcome).toBe('healed');
    expect(execution.path.filter((name) => name.startsWith('act'))).toEqual([
      'act.flipToggle.apply',
      'act.flipToggle.undo',
    ]);
    expect(shop.memory.parameters.get('/shop/recommendations')).toBe('on');
    expect(shop.now() - START).toBeGreaterThanOrEqual(12 * 3_600_000);
    expect(execution.messages).toHaveLength(2);
  });

  it('is healed by going back to the release before, when every guard allows it', async () => {
    const shop = aShop({
      taskDefinitions: [aTaskDefinition(GOOD), aTaskDefinition(BAD, { 'healer:schema': 'compatible' })],
    });
    deployBad(shop);
    shop.breakWith(BAD_RELEASE);
    const execution = await shop.machine.run(shop.alarm(BAD_RELEASE));
    expect(execution.incident?.outcome, JSON.stringify(execution.incident?.timeline)).toBe('healed');
    expect(execution.incident?.attempts.map(({ remedy }) => remedy)).toEqual(['rollBack']);
    expect(shop.memory.ecs.service(shop.user).deployments[0]?.taskDefinitionArn).toBe(GOOD);
  });

  it('goes to a person when the release activated a schema and nothing else helps', async () => {
    const shop = aShop({
      taskDefinitions: [aTaskDefinition(GOOD), aTaskDefinition(BAD, { 'healer:schema': 'activate' })],
    });
    deployBad(shop);
    shop.breakWith(BAD_RELEASE);
    const execution = await shop.machine.run(shop.alarm(BAD_RELEASE));
    expect(execution.incident?.outcome).toBe('escalated');
    expect(execution.messages.at(-1)?.body).toContain('schema');
    expect(shop.memory.ecs.service(shop.user).deployments[0]?.taskDefinitionArn).toBe(BAD);
  });

  it('ends without a hand laid on anything when the alarm is OK again', async () => {
    const shop = aShop();
    const event = shop.alarm(LEAK);
    shop.breakWith({ ...LEAK, sick: () => false });
    const execution = await shop.machine.run(event);
    expect(execution.incident?.outcome).toBe('self-recovered');
    expect(execution.path.filter((name) => name.startsWith('act'))).toEqual([]);
  });

  it.each([
    { case: 'off', mode: 'off', reason: 'override-off' },
    { case: 'observe', mode: 'observe', reason: 'override-observe' },
    { case: 'nonsense', mode: 'please stop', reason: 'override-invalid' },
    { case: 'deleted', mode: undefined, reason: 'override-invalid' },
  ])('is held and told, and nothing is touched, when the override is $case', async ({ mode, reason }) => {
    const shop = aShop();
    shop.memory.parameters.set('/healer/mode', mode);
    shop.breakWith(LEAK);
    const execution = await shop.machine.run(shop.alarm(LEAK));
    expect(execution.incident?.outcome).toBe('held');
    expect(execution.incident?.decisions[0]?.holds.map((hold) => hold.reason)).toContain(reason);
    expect(execution.incident?.decisions[0]?.chosen).toBe('replaceTasks');
    expect(shop.memory.ecs.stopped).toEqual([]);
    expect(shop.memory.ecs.service(shop.user).desired).toBe(4);
    // One message: what ends with its first decision has nothing to announce.
    expect(execution.messages.map(({ attributes }) => attributes.stage)).toEqual(['ended']);
  });

  it('stops within one move when a person says stop, and says what it left', async () => {
    const shop = aShop();
    shop.breakWith(LEAK);
    const running = await shop.machine.start(shop.alarm(LEAK));
    while (!running.path.includes('act.replaceTasks.apply')) await running.step();
    shop.memory.parameters.set('/healer/services/user/mode', 'off');
    const before = shop.memory.calls.length;
    while (await running.step()) {
      if (running.waitsUntil !== undefined) shop.advance(running.waitsUntil - shop.now());
      shop.memory.tick();
    }
    const execution = await running.execution();
    const writes = shop.memory.calls
      .slice(before)
      .filter(({ port, method }) => port === 'services' && /^(set|stop|reg|dereg)/.test(method));
    expect(writes).toEqual([]);
    expect(execution.incident?.outcome).toBe('held');
    expect(execution.incident?.outcomeReason).toContain('left as it is');
  });

  it.each([
    {
      case: 'the service is scaled to zero',
      make: () => aShop({ desired: 0 }),
      why: 'the service is scaled to zero, probably on purpose',
    },
    { case: 'no task starts', make: shopWithoutTasks, why: 'no task is running, so none can be replaced' },
  ])('goes to a person, and nothing is touched, when $case', async ({ make, why }) => {
    const shop = make();
    shop.breakWith(ENDLESS_LEAK);
    const { incident, messages } = await shop.machine.run(shop.alarm(ENDLESS_LEAK));
    expect(incident?.outcome).toBe('escalated');
    const candidate = incident?.decisions[0]?.candidates.find(({ remedy }) => remedy === 'replaceTasks');
    expect(candidate?.holds.map(({ reason }) => reason)).toContain('no-targets');
    expect(messages.at(-1)?.body).toContain(why);
    expect(writesOf(shop)).toEqual([]);
  });

  it('is not acted on a third time with the same remedy: a person is asked', async () => {
    const shop = aShop();
    shop.breakWith({ ...ENDLESS_LEAK, sickTasks: () => shop.tasks().slice(0, 1) });
    const incidents = [];
    for (let round = 0; round < 3; round++) {
      incidents.push((await shop.machine.run(shop.alarm(LEAK))).incident);
      shop.advance(1_000);
    }
    expect(incidents.map((incident) => incident?.attempts.length)).toEqual([1, 1, 0]);
    expect(incidents.map((incident) => incident?.outcome)).toEqual(['escalated', 'escalated', 'escalated']);
    const replacing = incidents
      .at(-1)
      ?.decisions.at(-1)
      ?.candidates.find(({ remedy }) => remedy === 'replaceTasks');
    expect(replacing?.holds.map(({ reason }) => reason)).toEqual(['remedy-repeated']);
  });
});
