/**
 * The pace of a lab: a clock that goes as much slower as the computer is too slow, tasks that hear of it, and a word to
 * people when it begins and when it is over.
 */
import { realClock } from 'loopback-aws/real-clock.ts';
import type { Clock } from 'loopback-aws/clock.ts';
import type { LabEvents } from './events.ts';
import type { ProcessRuntime } from './fleet/process-runtime.ts';
import { watchSlowness, type SlownessWatch } from './slowness.ts';

export interface Pace {
  readonly clock: Clock;
  readonly slowness: SlownessWatch;
  /** From now on these processes count, and hear of every change. */
  follow(runtime: ProcessRuntime): void;
  /** From now on people hear of it here. */
  tell(events: LabEvents): void;
}

/** Worth telling people: what real time contributes to the figures is of little use then. */
const TOLD_FROM = 2;

/** Starts a clock of `speed` lab seconds per real second, as long as the computer keeps up. */
export function startPace(speed: number): Pace {
  let runtime: ProcessRuntime | undefined;
  let events: LabEvents | undefined;
  let told = false;
  const slowness = watchSlowness(
    () => [...(runtime?.processes.values() ?? [])].flatMap(({ pid }) => pid ?? []),
    (factor) => {
      for (const taskId of runtime?.processes.keys() ?? [])
        runtime?.command(taskId, { kind: 'pace', slowness: factor });
      if (told ? factor > 1 : factor < TOLD_FROM) return;
      told = !told;
      events?.tell({ kind: 'pace', at: clock.now(), slowness: factor });
    },
  );
  const clock = realClock(speed, slowness);
  return { clock, slowness, follow: (processes) => void (runtime = processes), tell: (to) => void (events = to) };
}
