/** What scaling out decided: from how many tasks to how many, and until when. */
export interface ScaleOutPlan {
  readonly kind: 'scaleOut';
  /** Desired count that was found, and the one to set. */
  readonly from: number;
  readonly to: number;
  /** Whether a load balancer must know a task before it counts. */
  readonly behindLoadBalancer: boolean;
  /** The target groups that reach the tasks, those of a blue/green pair together; absent in earlier plans. */
  readonly groups?: readonly (readonly string[])[];
  /** Tasks running before: all others were added. */
  readonly tasksBefore: readonly string[];
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
