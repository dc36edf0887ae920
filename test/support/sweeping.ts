/** Sweeps over a shop in memory: what it starts is played, and executions die when a test says so. */
import { sweep, type SweepOutput } from '../../lambdas/stages/sweep.ts';
import { passTime, type Stepper } from './machine.ts';
import { aShop, type Shop, type ShopOptions, type Sickness } from './shop.ts';

const MINUTE_MS = 60_000;

/** The sweep of the shop's healer, to be run as often as one likes. */
export function sweeper(shop: Shop): () => Promise<SweepOutput> {
  return sweep({ ...shop.memory.ports, catalog: shop.catalog });
}

/** Lets so many minutes pass. */
export function wait(shop: Shop, minutes: number): void {
  passTime(shop, shop.now() + minutes * MINUTE_MS);
}

/** Sweeps, and plays what was started to its end. */
export async function sweepAndPlay(shop: Shop): Promise<SweepOutput> {
  const before = shop.memory.executions.started.length;
  const output = await sweeper(shop)();
  for (const { event } of shop.memory.executions.started.slice(before)) await shop.machine.run(event);
  return output;
}

/** A shop whose service is sick. */
export function sick(sickness: Sickness, options: ShopOptions = {}): Shop {
  const shop = aShop(options);
  shop.breakWith(sickness);
  return shop;
}

/** Plays so many commands, or until one of that name, and then the execution dies. */
export async function dieAfter(shop: Shop, sickness: Sickness, last: string | number): Promise<Stepper> {
  const running = await shop.machine.start(shop.alarm(sickness));
  const over = () => (typeof last === 'number' ? running.path.length >= last : running.path.includes(last));
  while (!over() && (await running.step())) {
    if (running.waitsUntil !== undefined && !over()) passTime(shop, running.waitsUntil);
  }
  await die(shop, running);
  return running;
}

/** From now on Step Functions says that it was aborted. */
export async function die(shop: Shop, running: Stepper): Promise<void> {
  const { arn } = await running.execution();
  shop.memory.executions.set(arn, { kind: 'ended', status: 'ABORTED', at: shop.now() });
}
