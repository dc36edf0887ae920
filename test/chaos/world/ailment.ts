/**
 * What is really wrong with a service: what ends it, whether a remedy makes it worse, whether it comes back, and when it
 * ends by itself. The healer never sees this; it sees metrics and alarms.
 */
import type { MetricName, RemedyKind } from '../../../core/vocabulary.ts';
import { between, oneOf } from '../engine/chance.ts';
import type { Chance } from '../engine/chance.ts';

export type Cure = 'replaceTasks' | 'flipToggle' | 'rollBack' | 'none';

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
  /** Whether replacements start at all. */
  readonly startsFail: boolean;
  /** Whether the application says so itself, rather than an alarm. */
  readonly reported: boolean;
}

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
];

/** The runbooks that services of these worlds have: what can be wrong with them, and what only events say. */
export const FAILURE_TYPES: readonly string[] = [...SYMPTOMS.map(({ failureType }) => failureType), 'crash-loop'];

/** The watch of an alarm by failure type. */
export const WATCHES: Readonly<Record<string, string>> = Object.fromEntries(
  SYMPTOMS.map(({ failureType, watch }) => [failureType, watch]),
);

const MINUTE = 60_000;

/** What is wrong with the service of that number, beginning at `from`. */
export function ailmentOf(chance: Chance, service: number, from: number): Ailment {
  const draw = (which: number): number => chance('ailment', service, which);
  const symptom = oneOf(SYMPTOMS, draw(1));
  const cure = oneOf(symptom.cures, draw(2));
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
