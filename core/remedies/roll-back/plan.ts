/** What a rollback decided: from which revision to which, and how one task goes first. */
import type { RolloutPace } from '../../world/service.ts';

export interface RollBackPlan {
  readonly kind: 'rollBack';
  readonly from: string;
  readonly to: string;
  /** Id of the primary deployment at the decision; another id is another actor's. Absent in older attempts. */
  readonly deployment?: string;
  /** How one task goes first; absent in earlier attempts. */
  readonly canary?: {
    /** The service's own rollout limits, restored once the first task is healthy. */
    readonly usual: RolloutPace;
    readonly narrow: RolloutPace;
    /** How long the first task is watched, ms. */
    readonly watchMs: number;
  };
}

declare module '../../incident/journal.ts' {
  interface Plans {
    readonly rollBack: RollBackPlan;
  }
}
