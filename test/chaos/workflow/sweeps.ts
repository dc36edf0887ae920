/**
 * The sweep by its schedule, twice at once: EventBridge may start it twice, and one that is late meets the next. Only
 * some worlds have it, because in the others everything must come to its end without.
 */
import type { Caller } from '../engine/lambda.ts';
import type { Site } from '../engine/site.ts';
import { SWEEP_MINUTES } from '../../../core/vocabulary.ts';
import { START } from '../world/fleet.ts';
import { absentMs } from '../world/unattended.ts';
import type { Stages } from './stages.ts';

/** As deployed for so long, ms; then rarely, until the last toggle was tried for the last time. */
const CLOSELY_MS = 5 * 3_600_000;
const RARELY_MS = 4 * 3_600_000;
const SWEPT_MS = 10 * 24 * 3_600_000;
/** Share of the worlds that are swept. */
const SWEPT = 0.2;

export interface Sweeps {
  /** Whether the world is swept. */
  readonly sweeping: boolean;
  /** From the beginning of the world until it is, ms: an operator may have switched the schedule off. */
  readonly absentMs: number;
}

export function startSweeps({ site, stages }: { readonly site: Site; readonly stages: Stages }): Sweeps {
  const sweeping = site.chance('world', 8) < SWEPT;
  const absent = absentMs(site.chance, sweeping);
  if (sweeping) startedAfter(absent, { site, stages });
  return { sweeping, absentMs: absent };
}

function startedAfter(absent: number, { site, stages }: { readonly site: Site; readonly stages: Stages }): void {
  const { timetable, lambdas } = site;
  const starts: number[] = [];
  for (let at = SWEEP_MINUTES * 60_000; at < SWEPT_MS; at += at < CLOSELY_MS ? SWEEP_MINUTES * 60_000 : RARELY_MS) {
    starts.push(START + absent + at);
  }
  for (const [number, start] of starts.entries()) {
    for (const copy of [0, 1]) {
      const id = `sweep/${number}/duplicate`;
      const twice = {
        id,
        fault: 'duplicate',
        state: 'Sweep',
        point: { name: 'delivery' },
        incidentId: undefined,
      } as const;
      if (copy === 1 && !site.mayStrike(twice)) continue;
      const caller: Caller = { key: 1_000_003 + copy, state: 'Sweep', invocations: number };
      const at = start + copy * site.chance('extent', number) * 20_000;
      timetable.wake(at, () => void lambdas.invoke(caller, () => stages.sweep()));
    }
  }
}
