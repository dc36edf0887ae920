/** What a rollback decided: from which revision to which, and how one task goes first. */
import { RolloutLimits } from '../../world/service.ts';
import { shape, text, number, optional, literal, type Shaped } from '../../shape.ts';

export const RollBackPlan = shape({
  kind: literal('rollBack'),
  from: text,
  to: text,
  /** Id of the primary deployment at the decision; another id is another actor's. Absent in older attempts. */
  deployment: optional(text),
  /** How one task goes first; absent in earlier attempts. */
  canary: optional(
    shape({
      /** The service's own rollout limits, restored once the first task is healthy. */
      usual: RolloutLimits,
      narrow: RolloutLimits,
      /** How long the first task is watched, ms. */
      watchMs: number,
    }),
  ),
});
export type RollBackPlan = Shaped<typeof RollBackPlan>;

declare module '../../incident/journal.ts' {
  interface Plans {
    readonly rollBack: RollBackPlan;
  }
}
