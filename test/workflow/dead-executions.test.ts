/**
 * Ends whole executions at every place where one can end: after each command of each kind of incident, aborted by a
 * person or timed out. Nothing runs after that but the reaper, and it must leave no loose ends.
 */
import { describe, expect, it } from 'vitest';
import { reap } from '../../lambdas/stages/reap.ts';
import { EPISODES, type Episode } from '../support/episodes.ts';
import { passTime, type Stepper } from '../support/machine.ts';
import type { Shop } from '../support/shop.ts';

interface Dead {
  readonly shop: Shop;
  readonly running: Stepper;
}

async function playAndDieAfter(commands: number, { make, sickness, meanwhile }: Episode): Promise<Dead> {
  const shop = make();
  shop.breakWith(sickness);
  const running = await shop.machine.start(shop.alarm(sickness));
  while (running.path.length < commands) {
    if (!(await running.step())) break;
    meanwhile?.(shop, running.path);
    if (running.waitsUntil !== undefined && running.path.length < commands) passTime(shop, running.waitsUntil);
  }
  return { shop, running };
}

describe.each(EPISODES)('an execution that ends while: $case', (episode) => {
  it('leaves no loose ends, whichever its last command was', async () => {
    const places = (await playAndDieAfter(Number.POSITIVE_INFINITY, episode)).running.path.length;
    expect(places).toBeGreaterThan(2);
    for (let commands = 0; commands < places; commands++) {
      const dead = await playAndDieAfter(commands, episode);
      const { shop, running } = dead;
      const where = `after ${commands} commands: ${running.path.slice(-2).join(', ')}`;
      const reaper = reap({ ...shop.memory.ports, catalog: shop.catalog });
      const event = { detail: { executionArn: (await running.execution()).arn, status: 'ABORTED' } };
      await reaper(event);
      // EventBridge delivers at least once.
      expect(await reaper(event), where).toEqual({ kind: 'nothing' });
      await expectOneEnd(dead, where);
      await expectLearntOnceAtMost(shop, episode, where);
      await expectServiceFree(shop, episode, where);
    }
  });
});

/** One final message; what was left started is in it, and what was left switched is told once, with how to restore it. */
async function expectOneEnd({ shop, running }: Dead, where: string): Promise<void> {
  const { incident, messages } = await running.execution();
  expect(incident?.phase, where).toBe('closed');
  const told = [...messages, ...shop.memory.published];
  const starts = told.filter(({ attributes }) => attributes.stage === 'started');
  expect(starts.length, where).toBeLessThanOrEqual(1);
  const leftovers = told.filter(({ subject }) => subject.endsWith('still switched'));
  const ends = told.filter((message) => message.attributes.stage === 'ended' && !leftovers.includes(message));
  expect(ends, where).toHaveLength(1);
  expect(ends[0]?.attributes.outcome, where).toBe(incident?.outcome);
  const { desired } = shop.memory.ecs.service(shop.user);
  const started = desired === 4 ? [] : [`desired count ${desired}`];
  expect(
    started.filter((left) => ends[0]?.body.includes(left) !== true),
    where,
  ).toEqual([]);
  const flipped = shop.user.toggles.filter(({ parameter, on }) => shop.memory.parameters.get(parameter) !== on);
  const helped = flipped.filter(({ parameter, on }) => told.some(({ body }) => body.includes(restore(parameter, on))));
  expect(helped, where).toEqual(flipped);
  expect(leftovers.length, where).toBe(flipped.length);
}

function restore(parameter: string, value: string): string {
  return `aws ssm put-parameter --overwrite --type String --name ${parameter} --value ${value}`;
}

async function expectLearntOnceAtMost(shop: Shop, { sickness, learnt }: Episode, where: string): Promise<void> {
  const experience = await shop.memory.ports.memory.read(sickness.failureType, 'user', shop.now());
  // That it could not be carried out is counted apart: nothing was tried.
  const counts = experience.map(({ countHere }) => countHere).filter(({ attempts }) => attempts > 0);
  expect([[], learnt], where).toContainEqual(counts);
}

/** The group's lease is given back, and the next signal is an incident of its own that comes to its end. */
async function expectServiceFree(shop: Shop, { sickness }: Episode, where: string): Promise<void> {
  const lease = shop.memory.store.limits.leases.get(shop.user.group);
  expect(lease?.holder === 'another' || (lease?.until ?? 0) === 0, where).toBe(true);
  passTime(shop, shop.now() + 5 * 60_000);
  const next = await shop.machine.run(shop.alarm(sickness));
  expect(next.intake.kind, where).toBe('opened');
  expect(next.incident?.phase, where).toBe('closed');
  const reasons = next.incident?.decisions.flatMap(({ holds }) => holds.map(({ reason }) => reason));
  expect(reasons, where).not.toContain('group-busy');
}

describe('an execution whose death was not noticed', () => {
  const [episode] = EPISODES;

  async function signalLater(minutes: number) {
    if (episode === undefined) throw new Error('there are no episodes');
    const { shop, running } = await playAndDieAfter(3, episode);
    shop.advance(minutes * 60_000);
    const next = await shop.machine.run(shop.alarm(episode.sickness));
    return { shop, next, before: (await running.execution()).incident };
  }

  it('takes further signals of its service for half an hour: it may only be slow', async () => {
    const { next, before } = await signalLater(30);
    expect(next.intake).toMatchObject({ kind: 'joined', incidentId: before?.id });
    expect(before?.phase).not.toBe('closed');
  });

  it('gives way to the next incident after more than an hour without a sign of life', async () => {
    const { shop, next, before } = await signalLater(120);
    expect(before).toMatchObject({ phase: 'closed', outcome: 'failed' });
    expect(before?.outcomeReason).toContain('no sign of life for an hour');
    expect(next.intake.kind).toBe('opened');
    expect(next.incident?.outcome).toBe('healed');
    expect(shop.memory.ecs.stopped).toHaveLength(1);
  });
});
