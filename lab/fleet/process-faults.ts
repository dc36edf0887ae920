/**
 * The faults inside the process of a task. They are real: memory is allocated and written, CPU time is used, the
 * process exits. CPU is burnt in slices up to the reserved share, as a container limited by its quota would use it,
 * so that requests are still answered, only slower.
 */
import type { Fault, FaultKind, ProcessSettings } from './protocol.ts';
import { afterPaced, stretched } from './task-pace.ts';

const CHUNK_BYTES = 1024 * 1024;
const LEAK_TICK_MS = 50;
/** The lab kills above the limit; a leak stops shortly after it in case the lab does not kill it. */
const LEAK_TARGET_SHARE = 0.95;
const LEAK_END_SHARE = 1.1;
/** One slice of burning per window leaves the event loop free in between. */
const BURN_WINDOW_MS = 50;
const BURN_MAX_MS = 40;
/** A little more than reserved, as a container may burst, so that every measurement is near or above 100 %. */
const BURN_SHARE = 1.15;

export interface ProcessFaults {
  inject(fault: Fault): void;
  clear(): void;
  active<Kind extends FaultKind>(kind: Kind): Extract<Fault, { kind: Kind }> | undefined;
  /** CPU milliseconds a burning task was entitled to and this computer had no time for, since the start. */
  deniedMs(): number;
}

/** No faults yet. */
export function processFaults(settings: ProcessSettings): ProcessFaults {
  const faults = new Map<FaultKind, Fault>();
  const timers = new Set<NodeJS.Timeout>();
  const leaked: Buffer[] = [];
  const real = (labSeconds: number): number => (labSeconds * 1000) / settings.speed;
  const every = (ms: number, task: () => void): void => void timers.add(setInterval(task, ms));
  let denied = 0;

  const begin = (fault: Fault): void => {
    if (fault.kind === 'memory-leak') every(LEAK_TICK_MS, leak(settings, real(fault.seconds), leaked));
    if (fault.kind === 'cpu-burn')
      every(
        BURN_WINDOW_MS,
        burner(settings.cpuUnits, (ms) => (denied += ms)),
      );
    if (fault.kind === 'crash-loop') timers.add(afterPaced(real(fault.seconds), () => process.exit(1)).timer);
  };
  return {
    inject(fault) {
      if (faults.has(fault.kind)) return;
      faults.set(fault.kind, fault);
      begin(fault);
    },
    clear() {
      for (const timer of timers) clearInterval(timer);
      timers.clear();
      faults.clear();
      leaked.length = 0;
      globalThis.gc?.(); // Exposed by the runtime, so that a cured leak really shrinks the process.
    },
    active: <Kind extends FaultKind>(kind: Kind) => faults.get(kind) as Extract<Fault, { kind: Kind }> | undefined,
    deniedMs: () => denied,
  };
}

/** A step of a linear leak from the present size to 95 % of the limit in `durationMs`, and on. */
function leak(settings: ProcessSettings, durationMs: number, leaked: Buffer[]): () => void {
  const limit = settings.memoryMiB * CHUNK_BYTES;
  const from = process.memoryUsage.rss();
  let share = 0;
  let lookedAt = performance.now();
  return () => {
    const now = performance.now();
    share += (now - lookedAt) / stretched(durationMs);
    lookedAt = now;
    const goal = Math.min(limit * LEAK_END_SHARE, from + (limit * LEAK_TARGET_SHARE - from) * share);
    for (let rss = process.memoryUsage.rss(); rss < goal; rss += CHUNK_BYTES) leaked.push(Buffer.alloc(CHUNK_BYTES, 1));
  };
}

/**
 * Uses what is left of the reserved CPU time of each window. A container host keeps what it reserved; a busy laptop does
 * not, and tells how much it withheld to `onDenied`, so that a busy laptop does not look like a cured task.
 */
function burner(cpuUnits: number, onDenied: (ms: number) => void): () => void {
  const quotaMs = (BURN_WINDOW_MS * BURN_SHARE * cpuUnits) / 1024;
  let used = process.cpuUsage();
  let at = performance.now();
  return () => {
    const started = performance.now();
    const owed = (quotaMs * (started - at)) / BURN_WINDOW_MS;
    const affordable = Math.min(owed, 2 * quotaMs);
    while (cpuMsSince(used) < affordable && performance.now() - started < BURN_MAX_MS);
    onDenied(Math.max(0, owed - cpuMsSince(used)));
    used = process.cpuUsage();
    at = started;
  };
}

/** Milliseconds of CPU time used since `before`. */
export function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
