/**
 * What the reaper tells of an execution that died, to people and in chat, when any of its calls fails and Lambda runs it
 * again: no message stays unsent, and people are told twice only where a call failed after it took effect.
 */
import { describe, expect, it } from 'vitest';
import { WriteFailed } from '../../core/ports/errors.ts';
import { reap } from '../../lambdas/stages/reap.ts';
import { EPISODES } from '../support/episodes.ts';
import { passTime } from '../support/machine.ts';
import type { Moment } from '../support/memory-ports/call-log.ts';
import type { Shop } from '../support/shop.ts';

interface Dead {
  readonly shop: Shop;
  readonly reaper: () => Promise<unknown>;
  readonly incidentId: string;
}

/** The execution of that episode, aborted after so many commands. */
async function deadAfter(commands: number, name: string): Promise<Dead> {
  const episode = EPISODES.find((one) => one.case === name);
  if (episode === undefined) throw new Error(`there is no episode "${name}"`);
  const shop = episode.make();
  shop.breakWith(episode.sickness);
  const running = await shop.machine.start(shop.alarm(episode.sickness));
  while (running.path.length < commands && (await running.step())) {
    if (running.waitsUntil !== undefined && running.path.length < commands) passTime(shop, running.waitsUntil);
  }
  const { arn, incident } = await running.execution();
  const event = { detail: { executionArn: arn, status: 'ABORTED' } };
  const stage = reap({ ...shop.memory.ports, catalog: shop.catalog });
  return { shop, incidentId: incident?.id ?? '', reaper: () => stage(event) };
}

const REPLACING = { name: 'tasks are replaced', commands: 2, messages: 1 };
/** It was waiting to restore the toggle: people know how it ended, not that the toggle stays. */
const WAITING = { name: 'a toggle is flipped and restored', commands: 9, messages: 1 };
/** It dies with the toggle flipped and without a message. */
const FLIPPED = { name: 'a toggle is flipped and restored', commands: 4, messages: 2 };

async function calmly({ name, commands }: typeof REPLACING): Promise<Dead> {
  const dead = await deadAfter(commands, name);
  await dead.reaper();
  return dead;
}

function titles({ shop }: Dead): readonly string[] {
  return shop.memory.publishedInChat.map(({ content }) => content.title);
}

describe.each([REPLACING, WAITING, FLIPPED])(
  'the reaper of an execution that died while $name, after $commands commands',
  (place) => {
    it('tells chat what it tells the others, in the thread of the incident', async () => {
      const { shop, incidentId } = await calmly(place);
      expect(shop.memory.published).toHaveLength(place.messages);
      expect(shop.memory.publishedInChat).toEqual(shop.memory.published.map(({ chat }) => chat));
      expect(new Set(shop.memory.publishedInChat.map(({ metadata }) => metadata.threadId))).toEqual(
        new Set([incidentId]),
      );
    });

    it('tells chat when it is run again, if chat failed, and the others nothing twice', async () => {
      const { shop, reaper } = await deadAfter(place.commands, place.name);
      shop.memory.fail('notifier', 'publishInChat', 'before', new WriteFailed('no such topic'));
      await expect(reaper()).rejects.toThrow('no such topic');
      expect(await reaper()).toMatchObject({ kind: 'reaped' });
      expect(await reaper()).toEqual({ kind: 'nothing' });
      expect(shop.memory.published).toHaveLength(place.messages);
      expect(shop.memory.publishedInChat).toEqual(shop.memory.published.map(({ chat }) => chat));
    });

    it('leaves no message unsent, whichever of its calls fails', async () => {
      const calm = await deadAfter(place.commands, place.name);
      const before = calm.shop.memory.calls.length;
      await calm.reaper();
      const after = calm.shop.memory.calls.length;
      expect(after - before).toBeGreaterThan(8);
      const wanted = new Set(titles(calm));
      const failures = Array.from({ length: after - before }, (_, index) => before + index).flatMap((call) =>
        (['before', 'after'] as const).map((moment: Moment) => ({ call, moment })),
      );
      for (const { call, moment } of failures) {
        const dead = await deadAfter(place.commands, place.name);
        dead.shop.memory.failCall(call, moment, new Error('the Lambda was killed'));
        await expect(dead.reaper()).rejects.toThrow('the Lambda was killed');
        await dead.reaper();
        expect(await dead.reaper()).toEqual({ kind: 'nothing' });
        const killed = dead.shop.memory.calls[call];
        const where = `${moment} ${killed?.port}.${killed?.method}`;
        expect(new Set(titles(dead)), where).toEqual(wanted);
        const { published } = dead.shop.memory;
        expect(new Set(published.map(({ subject }) => subject)).size, where).toBe(place.messages);
        expect(published.length, where).toBeLessThanOrEqual(place.messages + 1);
      }
    });
  },
);

describe('the reaper of an execution that had told how it ended', () => {
  it('sends no message, in chat neither', async () => {
    const { shop, reaper } = await deadAfter(Number.POSITIVE_INFINITY, 'tasks are replaced');
    expect(await reaper()).toEqual({ kind: 'nothing' });
    expect([...shop.memory.published, ...shop.memory.publishedInChat]).toEqual([]);
  });
});
