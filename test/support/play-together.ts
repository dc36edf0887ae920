/** Several executions in one world: each takes its next step as soon as its wait is over, and time passes for all. */
import { passTime, type Execution, type Stepper } from './machine.ts';
import type { Shop } from './shop.ts';

/** More commands than any world of a test needs. */
const ROUNDS_MAX = 5_000;

/** Plays them to their ends; `meanwhile` is called after each step of one. */
export async function playTogether(
  shop: Shop,
  steppers: readonly Stepper[],
  meanwhile?: (stepper: Stepper) => void,
): Promise<void> {
  let running = [...steppers];
  for (let round = 0; round < ROUNDS_MAX && running.length > 0; round++) {
    const ready = running.filter(({ waitsUntil }) => waitsUntil === undefined || waitsUntil <= shop.now());
    const goesOn = new Map<Stepper, boolean>();
    for (const stepper of ready) {
      goesOn.set(stepper, await stepper.step());
      meanwhile?.(stepper);
    }
    running = running.filter((stepper) => goesOn.get(stepper) !== false);
    if (ready.length === 0) passTime(shop, Math.min(...running.map(({ waitsUntil }) => waitsUntil ?? shop.now())));
  }
}

/** Starts one execution for each event, in order, plays them to their ends and tells how each came out. */
export async function runTogether(
  shop: Shop,
  events: readonly unknown[],
  meanwhile?: (stepper: Stepper) => void,
): Promise<readonly Execution[]> {
  const steppers: Stepper[] = [];
  for (const event of events) steppers.push(await shop.machine.start(event));
  await playTogether(shop, steppers, meanwhile);
  return await Promise.all(steppers.map((stepper) => stepper.execution()));
}
