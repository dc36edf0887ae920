/** Gives a world a past: attempts that were made a day ago, reserved and settled as the healer does it. */
import { BOUNDS } from '../contract/samples.ts';
import type { ActionKind } from '../../core/vocabulary.ts';
import { PLAIN, type Context } from '../../core/memory/context.ts';
import type { Shop } from './shop.ts';

export interface Past {
  readonly failureType: string;
  readonly remedy: ActionKind;
  /** @default 'plain' */
  readonly context?: Context;
  readonly successes: number;
  readonly failures: number;
  /** That each success took. */
  readonly minutes?: number;
}

export async function remember(
  shop: Shop,
  { failureType, context = PLAIN, remedy, successes, failures, minutes = 6 }: Past,
): Promise<void> {
  const { limits, memory } = shop.memory.ports;
  const { name: service, group } = shop.user;
  const at = shop.now() - 25 * 3_600_000;
  for (let number = 0; number < successes + failures; number++) {
    const incidentId = `${remedy}-a-day-ago-${number}`;
    const attempt = { incidentId, attempt: 1, failureType, service, remedy };
    const limitless = { attemptsMax: 100, windowMinutes: 60, stormLevelMax: 'hard' as const, bounds: BOUNDS };
    const request = { ...attempt, group, ...limitless, now: at };
    const reserved = await limits.reserve(request);
    if (reserved.kind === 'denied') throw new Error(reserved.hold.detail);
    const helped = number < successes;
    const result = { status: helped ? ('succeeded' as const) : ('failed' as const), harmful: false, at };
    await memory.settle({ ...attempt, context, ...result, ...(helped ? { minutes } : {}) });
    await limits.release({ group, incidentId, fence: reserved.fence });
  }
}
