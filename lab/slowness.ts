/**
 * How many times slower this computer runs the lab than an idle one would. Linux counts for every thread how long it ran
 * and how long it waited for a core; elsewhere the delay of a timer has to do. A busy computer must not look like a
 * broken product: the lab's clock goes as much slower as its work does.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { Slowness } from 'loopback-aws/real-clock.ts';

const LOOK_MS = 250;
/** Waiting that the lab causes itself on two cores, with cold starts and a burning task, is no starvation. */
const USUAL = 1.5;
/** A computer that is slower than this is of no use for a demonstration, and the lab must end some day. */
const SLOWEST = 30;
/** Weight of the latest look: starvation is noticed within a second, and one hiccup is no change of pace. */
const LATEST_SHARE = 0.35;
/** Less work than this in one look says nothing. */
const WORK_MS_MIN = 2;

export interface SlownessWatch extends Slowness {
  /** The slowest it has been. */
  slowest(): number;
  stop(): void;
}

/** Watches this process and its children, whose ids `pids` gives, until `stop`; `onChange` hears of each new pace. */
export function watchSlowness(
  pids: () => readonly number[],
  onChange: (factor: number) => void = () => undefined,
): SlownessWatch {
  let factor = 1;
  let slowest = 1;
  let smooth = 1;
  let before = timesOf(pids());
  let lookedAt = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const after = timesOf(pids());
    const measured = after === undefined ? (now - lookedAt) / LOOK_MS : slownessOf(before, after);
    [before, lookedAt] = [after, now];
    smooth += (measured - smooth) * LATEST_SHARE;
    const next = paceOf(smooth);
    if (next === factor) return;
    onChange(next);
    factor = next;
    slowest = Math.max(slowest, next);
  }, LOOK_MS);
  timer.unref();
  return { factor: () => factor, slowest: () => slowest, stop: () => clearInterval(timer) };
}

/** In steps of a half: a pace that changes all the time could not be followed. */
function paceOf(smooth: number): number {
  if (smooth < USUAL) return 1;
  return Math.min(SLOWEST, Math.round(smooth * 2) / 2);
}

/** What one thread has done so far. */
export interface Times {
  readonly ranMs: number;
  readonly waitedMs: number;
}

/** By thread; undefined where the system does not tell. */
function timesOf(pids: readonly number[]): ReadonlyMap<string, Times> | undefined {
  try {
    const own = readdirSync('/proc/self/task').map((id) => `/proc/self/task/${id}/schedstat`);
    const paths = [...own, ...pids.map((pid) => `/proc/${pid}/schedstat`)];
    return new Map(paths.flatMap((path) => timesIn(path)));
  } catch {
    return undefined; // No /proc: the delay of the timer is looked at instead.
  }
}

const NS_PER_MS = 1_000_000;

function timesIn(path: string): readonly (readonly [string, Times])[] {
  try {
    const [ran = 0, waited = 0] = readFileSync(path, 'utf8').split(' ').map(Number);
    return [[path, { ranMs: ran / NS_PER_MS, waitedMs: waited / NS_PER_MS }]];
  } catch {
    return []; // The thread has ended since it was listed.
  }
}

/** Time from wanting to run until having run, by time run, over all threads that were there before and after. */
export function slownessOf(before: ReadonlyMap<string, Times> | undefined, after: ReadonlyMap<string, Times>): number {
  let [ran, waited] = [0, 0];
  for (const [path, { ranMs, waitedMs }] of after) {
    const earlier = before?.get(path);
    if (earlier === undefined) continue;
    ran += ranMs - earlier.ranMs;
    waited += waitedMs - earlier.waitedMs;
  }
  return ran + waited < WORK_MS_MIN ? 1 : (ran + waited) / Math.max(ran, WORK_MS_MIN);
}
