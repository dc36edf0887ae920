/**
 * Application Auto Scaling as far as a heal meets it: while it is at its minimum with its low alarm red, it takes back
 * every task above the minimum, once in each cool-down.
 */
import type { Shop } from './shop.ts';

export interface Autoscaler {
  readonly minimum: number;
  readonly cooldownSeconds: number;
}

/** Puts it to work on `user`. Tells how often it took the count back. */
export function autoscale(shop: Shop, { minimum, cooldownSeconds }: Autoscaler): () => number {
  const { memory, now } = shop;
  const service = memory.ecs.service(shop.user);
  const tick = memory.tick.bind(memory);
  let [actedAt, times] = [now(), 0];
  Object.assign(memory, {
    tick: () => {
      tick();
      if (now() - actedAt < cooldownSeconds * 1_000 || service.desired <= minimum) return;
      actedAt = now();
      times += 1;
      service.desired = minimum;
    },
  });
  return () => times;
}
