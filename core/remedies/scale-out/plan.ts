/** What scaling out decided: from how many tasks to how many, and until when. */
import { ServedBefore } from '../in-service.ts';
import { time, fieldsOf, shape, text, number, optional, literal, type Shaped } from '../../shape.ts';

export const ScaleOutPlan = shape({
  ...fieldsOf(ServedBefore),
  kind: literal('scaleOut'),
  /** Desired count that was found, and the one to set. */
  from: number,
  to: number,
  /** Id of the primary deployment at the decision; another id is another actor's. Absent in older attempts. */
  deployment: optional(text),
  /** Requests per period in the hour before the failure. The added tasks stay until requests are back at this level. */
  usualRequests: number,
  /** When the added tasks are due to be removed if load is back at its baseline, ms since the epoch. */
  expiresAt: time,
});
export type ScaleOutPlan = Shaped<typeof ScaleOutPlan>;

declare module '../../incident/journal.ts' {
  interface Plans {
    readonly scaleOut: ScaleOutPlan;
  }
}
