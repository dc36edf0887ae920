/** A task leaves every target group before it is stopped: `StopTask` alone cuts off the requests it is answering. */
import type { Invariant } from './invariant.ts';

export const drainedFirst: Invariant = {
  name: 'drained-first',
  holds: 'no task is stopped unless it was read to be registered in none of its target groups',
  watch: () => (effect) => {
    if (effect.kind !== 'moved' || effect.stopped === undefined || effect.stopped.drained) return undefined;
    return `a task of ${effect.service} was stopped for ${effect.incidentId} while a load balancer sends it requests`;
  },
};
