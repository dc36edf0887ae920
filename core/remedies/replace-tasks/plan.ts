/** What a replacement decided: which tasks, and what must stay in service meanwhile. */
import type { ServedBefore } from '../in-service.ts';

export interface ReplaceTasksPlan extends ServedBefore {
  readonly kind: 'replaceTasks';
  /** Tasks to replace, sick ones first; never empty. */
  readonly victims: readonly string[];
  readonly sickKnown: boolean;
  readonly desiredBefore: number;
  /** Tasks that must stay in service at any time. */
  readonly keepRunning: number;
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
