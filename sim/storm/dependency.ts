/**
 * What ten services share: a dependency with a queue. While requests wait longer than their clients do, they fail and are
 * tried again, which is more load; fresh tasks with cold caches are more load still. So a short lack of capacity may
 * outlast its cause (a metastable failure: Huang et al., OSDI'22). Seconds, and shares of the dependency's capacity.
 */
import { AMPLIFICATION, WARM_UP_FACTOR, WARM_UP_SECONDS } from '../../core/limits/headroom.ts';

export const STORM = {
  services: 10,
  /** Requests per request while they fail: one retry. */
  amplification: AMPLIFICATION,
  /** Load of a service with fresh tasks, over its usual one, and for how long. */
  warmUpFactor: WARM_UP_FACTOR,
  warmUpSeconds: WARM_UP_SECONDS,
  /** A client waits so long; the queue holds so much of a second's capacity. */
  timeoutSeconds: 5,
  queueSeconds: 20,
  /** The trigger: so little capacity, for so long, from then on. */
  triggerCapacity: 0.3,
  triggerAt: 600,
  triggerSeconds: 120,
} as const;

export interface Dependency {
  backlog: number;
  failing: boolean;
}

/** One second. @param load what services ask for without retries @param warming how much more fresh tasks ask for */
export function tick(dependency: Dependency, at: number, load: number, warming: number): void {
  const triggered = at >= STORM.triggerAt && at < STORM.triggerAt + STORM.triggerSeconds;
  const capacity = triggered ? STORM.triggerCapacity : 1;
  const offered = load * (dependency.failing ? STORM.amplification : 1) + warming;
  dependency.backlog = Math.min(STORM.queueSeconds, Math.max(0, dependency.backlog + offered - capacity));
  dependency.failing = dependency.backlog / capacity > STORM.timeoutSeconds;
}
