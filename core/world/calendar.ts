/**
 * Whether the change calendars of a service allow changes. Times are ms since the epoch.
 */

import { either, literal, optional, shape, time, type Shaped } from '../shape.ts';

export const CalendarState = either('kind', [
  shape({ kind: literal('open') }),
  /** `until`: when the state changes next; absent where unknown. */
  shape({ kind: literal('closed'), until: optional(time) }),
]);
export type CalendarState = Shaped<typeof CalendarState>;
