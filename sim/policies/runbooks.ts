/**
 * The order in which people would try things, by failure type: the shipped runbooks, with the one remedy they do not
 * have put where an operator would put it. The ladder is what teams do that have no runbook: cheapest first, always.
 */
import type { Symptom } from '../world/causes.ts';
import type { Remedy } from '../world/remedies.ts';

export type Runbooks = Readonly<Record<Symptom, readonly Remedy[]>>;

export const GOOD_RUNBOOKS: Runbooks = {
  'memory-leak': ['replaceTasks', 'rollBack', 'rollingRestart', 'flipToggle'],
  'high-cpu': ['replaceTasks', 'scaleOut', 'flipToggle', 'rollBack', 'rollingRestart'],
  'high-error-rate': ['rollBack', 'flipToggle', 'replaceTasks', 'rollingRestart'],
  'high-latency': ['flipToggle', 'scaleOut', 'rollBack', 'replaceTasks', 'rollingRestart'],
  'crash-loop': ['rollBack', 'rollingRestart', 'replaceTasks', 'flipToggle'],
  'dependency-failure': ['flipToggle', 'rollBack', 'replaceTasks', 'rollingRestart'],
};

/** Every runbook the wrong way round: what a learner has to unlearn. */
export const REVERSED_RUNBOOKS: Runbooks = {
  'memory-leak': GOOD_RUNBOOKS['memory-leak'].toReversed(),
  'high-cpu': GOOD_RUNBOOKS['high-cpu'].toReversed(),
  'high-error-rate': GOOD_RUNBOOKS['high-error-rate'].toReversed(),
  'high-latency': GOOD_RUNBOOKS['high-latency'].toReversed(),
  'crash-loop': GOOD_RUNBOOKS['crash-loop'].toReversed(),
  'dependency-failure': GOOD_RUNBOOKS['dependency-failure'].toReversed(),
};

export const LADDER: readonly Remedy[] = ['flipToggle', 'replaceTasks', 'scaleOut', 'rollingRestart', 'rollBack'];
