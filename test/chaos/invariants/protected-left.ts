/** A task that its application protects from scale-in is left alone, unless its service says that protection does not count. */
import type { Invariant } from './invariant.ts';

export const protectedLeft: Invariant = {
  name: 'protected-left',
  holds: 'no task is stopped unless ECS was read to say that nothing protects it, or its service lets it be replaced',
  watch: () => (effect) => {
    if (effect.kind !== 'moved' || effect.stopped === undefined || effect.stopped.free) return undefined;
    return `a task of ${effect.service} was stopped for ${effect.incidentId}, and may be protected from scale-in`;
  },
};
