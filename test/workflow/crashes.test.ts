/**
 * Kills the healer at every place where it can die: before and after every single call of every port, one at a time,
 * for incidents that end in each way. Whatever dies, the incident must come out the same.
 */
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../core/incident/incident.ts';
import type { Moment } from '../support/memory-ports/call-log.ts';
import { EPISODES, writesOf, type Episode } from '../support/episodes.ts';
import type { Shop } from '../support/shop.ts';

interface Kill {
  readonly call: number;
  readonly moment: Moment;
}

async function play({ make, sickness, meanwhile }: Episode, kill?: Kill) {
  const shop = make();
  shop.breakWith(sickness);
  if (kill !== undefined) shop.memory.failCall(kill.call, kill.moment, new Error('the Lambda was killed'));
  const execution = await shop.machine.run(shop.alarm(sickness), (path) => meanwhile?.(shop, path));
  return { shop, execution };
}

function killsOf(calls: number): readonly Kill[] {
  const moments: readonly Moment[] = ['before', 'after'];
  return Array.from({ length: calls }, (_, call) => moments.map((moment) => ({ call, moment }))).flat();
}

describe.each(EPISODES)('a healer that dies while: $case', (episode) => {
  it('does everything once, tells once, learns once and frees the group, wherever it dies', async () => {
    const calm = await play(episode);
    await expectToComeOutAs(episode, calm, 'undisturbed');
    // The last two calls are this test's own looks at incident and memory.
    const kills = killsOf(calm.shop.memory.calls.length - 2);
    expect(kills.length).toBeGreaterThan(30);
    for (const kill of kills) {
      const disturbed = await play(episode, kill);
      const dead = disturbed.shop.memory.calls[kill.call];
      await expectToComeOutAs(episode, disturbed, `${kill.moment} call ${kill.call} (${dead?.port}.${dead?.method})`);
    }
  });
});

type Played = Awaited<ReturnType<typeof play>>;

async function expectToComeOutAs(episode: Episode, { shop, execution }: Played, where: string): Promise<void> {
  const { incident, messages, result } = execution;
  expect(incident?.outcome, where).toBe(episode.outcome);
  expect(result, where).toBe('succeeded');
  expect(
    messages.map(({ attributes }) => attributes.stage),
    where,
  ).toEqual(episode.told ?? ['started', 'ended']);
  expect(writesOf(shop), where).toEqual(episode.writes);
  const stops = episode.writes.filter((write) => write.startsWith('stopTask'));
  expect(
    shop.memory.ecs.stopped.map(({ taskArn }) => `stopTask ${taskArn}`),
    where,
  ).toEqual(stops);
  const { desired, targets } = shop.memory.ecs.service(shop.user);
  expect({ desired, targets: targets.length }, where).toEqual({ desired: 4, targets: 4 });
  await expectLearntOnce(shop, episode, where);
  expectLimitsKept(shop, incident ?? {}, where);
}

async function expectLearntOnce(shop: Shop, { sickness, learnt }: Episode, where: string): Promise<void> {
  const experience = await shop.memory.ports.memory.read(sickness.failureType, 'user', shop.now());
  const tried = experience.map(({ countHere }) => countHere);
  expect(tried, where).toEqual(learnt);
}

/** The lease is given back, rather than left to expire, and no attempt is used up twice. */
function expectLimitsKept({ memory, user }: Shop, { attempts = [] }: Partial<Incident>, where: string): void {
  const { leases, windows } = memory.store.limits;
  expect(leases.get(user.group)?.until ?? 0, where).toBe(0);
  expect(windows.get('user') ?? [], where).toHaveLength(attempts.length);
}
