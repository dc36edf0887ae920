/** What scaling out decided: from how many tasks to how many, and until when. */
import type { ServedBefore } from '../in-service.ts';

export interface ScaleOutPlan extends ServedBefore {
  readonly kind: 'scaleOut';
  /** Desired count that was found, and the one to set. */
  readonly from: number;
  readonly to: number;
  /** Id of the primary deployment at the decision; another id is another actor's. Absent in older attempts. */
  readonly deployment?: string;
  /** Requests per period in the hour before the failure. The added tasks stay until requests are back at this level. */
  readonly usualRequests: number;
  /** When the added tasks are due to be removed if load is back at its baseline, ms since the epoch. */
  readonly expiresAt: number;
}

declare module '../../incident/journal.ts' {
  interface Plans {
    readonly scaleOut: ScaleOutPlan;
  }
}
