/** What a replacement decided: which tasks, and what must stay in service meanwhile. */
export interface ReplaceTasksPlan {
  readonly kind: 'replaceTasks';
  /** Tasks to replace, sick ones first; never empty. */
  readonly victims: readonly string[];
  readonly sickKnown: boolean;
  readonly desiredBefore: number;
  /** Tasks that must stay in service at any time. */
  readonly keepRunning: number;
  /** Whether a load balancer must know a task before it counts. */
  readonly behindLoadBalancer: boolean;
  /** The target groups that reach the tasks, those of a blue/green pair together; absent in earlier plans. */
  readonly groups?: readonly (readonly string[])[];
  /** Tasks running before: everything else is a replacement. */
  readonly tasksBefore: readonly string[];
  /** Id of the primary deployment at the decision; another id is another actor's. Absent in older attempts. */
  readonly deployment?: string;
  /** Present where tasks with scale-in protection are replaced too, so that protection need not be read. */
  readonly protectedToo?: true;
}

declare module '../../incident/journal.ts' {
  interface Plans {
    readonly replaceTasks: ReplaceTasksPlan;
  }
}
