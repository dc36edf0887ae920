/**
 * Ends whole executions at every place where one can end: after each command of each kind of incident, aborted by a
 * person or timed out. Nothing runs after that but the reaper, and it must leave no loose ends.
 */
import { describe, expect, it } from 'vitest';
import { reap } from '../../lambdas/stages/reap.ts';
import { EPISODES } from '../support/episodes.ts';
import type { Episode } from '../support/episodes.ts';
import { passTime } from '../support/machine.ts';
import type { Stepper } from '../support/machine.ts';
import type { Shop } from '../support/shop.ts';

interface Dead {
  readonly shop: Shop;
  readonly running: Stepper;
  /** False when the execution came to its own end first. */
  readonly died: boolean;
}

async function playAndDieAfter(commands: number, { make, sickness, meanwhile }: Episode): Promise<Dead> {
  const shop = make();
  shop.breakWith(sickness);
  const running = await shop.machine.start(shop.alarm(sickness));
  while (running.path.length < commands) {
    if (!(await running.step())) return { shop, running, died: false };
    meanwhile?.(shop, running.path);
    if (running.waitsUntil !== undefined && running.path.length < commands) passTime(shop, running.waitsUntil);
  }
  return { shop, running, died: true };
}

describe.each(EPISODES)('an execution that ends while: $case', (episode) => {
  it('leaves no loose ends, whichever its last command was', async () => {
    for (let commands = 0; ; commands++) {
      const dead = await playAndDieAfter(commands, episode);
      if (!dead.died) break;
      const { shop, running } = dead;
      const where = `after ${running.path.length} commands: ${running.path.slice(-2).join(', ')}`;
      const { arn } = await running.execution();
      const reaper = reap({ ...shop.memory.ports, catalog: shop.catalog });
      const event = { detail: { executionArn: arn, status: 'ABORTED' } };
      await reaper(event);
      expect(await reaper(event), where).toEqual({ kind: 'nothing' });
      await expectOneEnd(dead, where);
      await expectLearntOnceAtMost(shop, episode, where);
      await expectServiceFree(shop, episode, where);
    }
  });
});

/** One final message, and whatever the incident left switched or started is named in it. */
async function expectOneEnd({ shop, running }: Dead, where: string): Promise<void> {
  const { incident, messages } = await running.execution();
  expect(incident?.phase, where).toBe('closed');
  const told = [...messages, ...shop.memory.published];
  const ends = told.filter(({ attributes }) => attributes.stage === 'ended');
  expect(ends, where).toHaveLength(1);
  expect(told.length - ends.length, where).toBeLessThanOrEqual(1);
  const [end] = ends;
  expect(end?.attributes.outcome, where).toBe(incident?.outcome);
  const { desired } = shop.memory.ecs.service(shop.user);
  if (desired !== 4) expect(end?.body, where).toContain(`desired count ${desired}`);
  const flipped = shop.user.toggles.filter(({ parameter, on }) => shop.memory.parameters.get(parameter) !== on);
  for (const { name } of flipped) expect(end?.body, where).toContain(name);
}

async function expectLearntOnceAtMost(shop: Shop, { sickness, learnt }: Episode, where: string): Promise<void> {
  const experience = await shop.memory.ports.memory.read(sickness.failureType, 'user', shop.now());
  const counts = experience.map(({ countHere }) => countHere);
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
