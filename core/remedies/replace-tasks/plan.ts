/** What a replacement decided: which tasks, and what must stay in service meanwhile. */
import { ServedBefore } from '../in-service.ts';
import { fieldsOf, shape, flag, text, list, number, optional, yes, literal, type Shaped } from '../../shape.ts';

export const ReplaceTasksPlan = shape({
  ...fieldsOf(ServedBefore),
  kind: literal('replaceTasks'),
  /** Tasks to replace, sick ones first; never empty. */
  victims: list(text),
  sickKnown: flag,
  desiredBefore: number,
  /** Tasks that must stay in service at any time. */
  keepRunning: number,
  /** Id of the primary deployment at the decision; another id is another actor's. Absent in older attempts. */
  deployment: optional(text),
  /** Present where tasks with scale-in protection are replaced too, so that protection need not be read. */
  protectedToo: optional(yes),
});
export type ReplaceTasksPlan = Shaped<typeof ReplaceTasksPlan>;

declare module '../../incident/journal.ts' {
  interface Plans {
    readonly replaceTasks: ReplaceTasksPlan;
  }
}
