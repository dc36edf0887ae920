/**
 * What is really wrong with a service: what ends it, whether a remedy makes it worse, whether it comes back, and when it
 * ends by itself. The healer never sees this; it sees metrics and alarms.
 */
import type { MetricName, RemedyKind } from '../../../core/vocabulary.ts';
import { between, oneOf, type Chance } from '../engine/chance.ts';

export type Cure = 'replaceTasks' | 'flipToggle' | 'rollBack' | 'scaleOut' | 'none';

export interface Symptom {
  readonly failureType: string;
  readonly watch: string;
  readonly metric: MetricName;
  readonly sickValue: number;
  readonly wellValue: number;
  readonly cures: readonly Cure[];
}

export interface Ailment extends Symptom {
  readonly cure: Cure;
  readonly from: number;
  readonly until: number;
  /** Tasks that have it, of those there are in the beginning; it is the task's, and goes with it. */
  readonly sickTasks: number;
  /** How old a new task is when it has it too, ms; absent when it does not. */
  readonly returnsAfterMs?: number;
  /** The remedy under which it doubles. */
  readonly harmedBy?: RemedyKind;
  /** What too much of it is asked; absent where nothing is. */
  readonly load?: Load;
  /** Whether replacements start at all. */
  readonly startsFail: boolean;
  /** Whether the application says so itself, rather than an alarm. */
  readonly reported: boolean;
}

export interface Load {
  /** The usual requests. */
  readonly times: number;
  /** The tasks there were before. */
  readonly needs: number;
}

const LOADED_METRICS: ReadonlySet<MetricName> = new Set(['cpuPercent', 'p99LatencyMilliseconds']);

const SYMPTOMS: readonly Symptom[] = [
  {
    failureType: 'memory-leak',
    watch: 'memory',
    metric: 'memoryPercent',
    sickValue: 93,
    wellValue: 45,
    cures: ['replaceTasks', 'replaceTasks', 'rollBack', 'none'],
  },
  {
    failureType: 'high-cpu',
    watch: 'cpu',
    metric: 'cpuPercent',
    sickValue: 97,
    wellValue: 30,
    cures: ['replaceTasks', 'flipToggle', 'rollBack', 'none'],
  },
  {
    failureType: 'high-error-rate',
    watch: 'errors',
    metric: 'errorRatePercent',
    sickValue: 40,
    wellValue: 0,
    cures: ['flipToggle', 'flipToggle', 'rollBack', 'replaceTasks', 'none'],
  },
  {
    failureType: 'high-latency',
    watch: 'p99',
    metric: 'p99LatencyMilliseconds',
    sickValue: 4_200,
    wellValue: 120,
    cures: ['flipToggle', 'rollBack', 'replaceTasks', 'none'],
  },
];

/** Those that a service shows which has too much to do. */
const OF_LOAD: readonly Symptom[] = SYMPTOMS.filter(({ metric }) => LOADED_METRICS.has(metric));

/** The runbooks that services of these worlds have: what can be wrong with them, and what only events say. */
export const FAILURE_TYPES: readonly string[] = [...SYMPTOMS.map(({ failureType }) => failureType), 'crash-loop'];

/** The watch of an alarm by failure type. */
export const WATCHES: Readonly<Record<string, string>> = Object.fromEntries(
  SYMPTOMS.map(({ failureType, watch }) => [failureType, watch]),
);

const MINUTE = 60_000;

/** Share of the services of a busy world that have too much to do. */
const LOADED = 0.6;

export interface Beginning {
  /** Ms since the epoch. */
  readonly from: number;
  readonly busy: boolean;
  /** Whether people are asked, or have promised something: then more is wrong that only a rollback ends. */
  readonly asks: boolean;
  readonly promises: boolean;
}

/** What is wrong with the service of that number. */
export function ailmentOf(chance: Chance, service: number, { from, busy, asks, promises }: Beginning): Ailment {
  const draw = (which: number): number => chance('ailment', service, which);
  if (busy && draw(12) < LOADED) return overloadOf(draw, from);
  const symptom = oneOf(SYMPTOMS, draw(1));
  const cure = (asks || promises) && draw(13) < 0.5 ? 'rollBack' : oneOf(symptom.cures, draw(2));
  const lasting = draw(3);
  // Most outlast the heal; some are over before anything can be done, a few go on through the night.
  const minutes = lasting < 0.15 ? between(1, 12, draw(4)) : lasting < 0.9 ? between(60, 180, draw(4)) : 15 * 60;
  return {
    ...symptom,
    cure,
    from,
    until: from + minutes * MINUTE,
    sickTasks: 1 + Math.floor(draw(5) * 3),
    ...(draw(6) < 0.3 ? { returnsAfterMs: between(5, 50, draw(7)) * MINUTE } : {}),
    ...(draw(8) < 0.15 ? { harmedBy: oneOf(['replaceTasks', 'flipToggle', 'rollBack'] as const, draw(9)) } : {}),
    startsFail: draw(10) < 0.08,
    reported: draw(11) < 0.12,
  };
}

const HOUR = 60 * MINUTE;

/** Nothing is broken: there is too much to do, mostly for less long than added tasks stay, sometimes for days. */
function overloadOf(draw: (which: number) => number, from: number): Ailment {
  const lasts =
    oneOf([20 * MINUTE, HOUR, 3 * HOUR, 7 * HOUR, 16 * HOUR, 40 * HOUR], draw(3)) * between(0.5, 1, draw(4));
  const isHarmed = draw(8) < 0.15;
  return {
    ...oneOf(OF_LOAD, draw(1)),
    cure: 'scaleOut',
    from,
    until: from + lasts,
    sickTasks: 0,
    load: { times: between(1.6, 3, draw(5)), needs: draw(6) < 0.7 && !isHarmed ? between(1.05, 1.5, draw(7)) : 2.5 },
    ...(isHarmed ? { harmedBy: 'scaleOut' as const } : {}),
    startsFail: draw(10) < 0.1,
    reported: false,
  };
}
