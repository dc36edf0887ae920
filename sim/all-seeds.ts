/** All seeds of a run. A seed's world depends on nothing but the seed, so each is played by whichever thread is free. */
import type { SeedReport, Task } from './measure/seed-report.ts';
import { onThreads } from './threads.ts';

/** @param done called after each seed, with how many are done @throws what a thread threw */
export async function simulateAll(
  tasks: readonly Task[],
  done: (count: number) => void,
): Promise<readonly SeedReport[]> {
  const waiting = [...tasks];
  const reports: SeedReport[] = [];
  await onThreads(
    new URL('worker.ts', import.meta.url),
    () => waiting.shift(),
    (report) => done(reports.push(report as SeedReport)),
  );
  return reports.toSorted((a, b) => a.seed - b.seed);
}
