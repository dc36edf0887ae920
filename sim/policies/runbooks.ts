/**
 * The order in which people would try things, by failure type. The good runbooks are longer than those that ship, to be a
 * harder rival: what an operator would try who also had rolling restarts, which the product has not. The ladder is what
 * teams do that have no runbook: cheapest first, always.
 */
import type { RemedyClass } from '../../core/vocabulary.ts';
import type { Symptom } from '../world/causes.ts';
import type { Remedy } from '../world/remedies.ts';

export type Runbooks = Readonly<Record<Symptom, readonly Remedy[]>>;

/** What a runbook says of a remedy, beside its place. */
export interface Said {
  readonly class: RemedyClass;
  /** How long carrying it out takes, and then verifying it at least when it helped, and when it did not. */
  readonly minutes: number;
  readonly goodMinutes: number;
  readonly badMinutes: number;
  /** Chance of success before experience, 0-1; by its place where undefined. */
  readonly priorSuccess: number | undefined;
}

export const GOOD_RUNBOOKS: Runbooks = {
  'memory-leak': ['replaceTasks', 'rollBack', 'rollingRestart', 'flipToggle'],
  'high-cpu': ['replaceTasks', 'scaleOut', 'flipToggle', 'rollBack', 'rollingRestart'],
  'high-error-rate': ['rollBack', 'flipToggle', 'replaceTasks', 'rollingRestart'],
  'high-latency': ['flipToggle', 'scaleOut', 'rollBack', 'replaceTasks', 'rollingRestart'],
  'crash-loop': ['rollBack', 'rollingRestart', 'replaceTasks', 'flipToggle'],
  'dependency-failure': ['flipToggle', 'rollBack', 'replaceTasks', 'rollingRestart'],
};

/** Every runbook the wrong way round: what a learner has to unlearn. */
export const REVERSED_RUNBOOKS = Object.fromEntries(
  Object.entries(GOOD_RUNBOOKS).map(([symptom, order]) => [symptom, order.toReversed()]),
) as unknown as Runbooks;

export const LADDER: readonly Remedy[] = ['flipToggle', 'replaceTasks', 'scaleOut', 'rollingRestart', 'rollBack'];
