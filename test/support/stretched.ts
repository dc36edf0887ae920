/**
 * Time limits of tests that run real processes. A limit finds what hangs; it must not measure how busy the computer is. So
 * every limit in real time is stretched by what this computer has to spare: measured when the tests begin, by the load of
 * its cores and by how long a piece of work takes on the clock for what it takes on a core.
 */
import { availableParallelism, loadavg } from 'node:os';

/** Others may become busy after the measurement. */
const LEAST = 2;
/** A test that hangs must still end within the patience of a person who waits for it. */
const MOST = 12;
const WORK_MS = 20;

const factor = Math.min(MOST, Math.max(LEAST, loadPerCore(), slowdown()));

/** `ms` of an idle computer, as real milliseconds of this one. */
export function stretched(ms: number): number {
  return Math.ceil(ms * factor);
}

/** Of the last minute. Workers of the tests themselves count: what they wait for each other is waiting, too. */
function loadPerCore(): number {
  return (loadavg()[0] ?? 0) / availableParallelism();
}

/** Time on the clock by time on a core, for work that never rests. */
function slowdown(): number {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const usedMs = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  while (usedMs() < WORK_MS);
  return (performance.now() - startedAt) / usedMs();
}
