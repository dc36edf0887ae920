/** The port of SSM Change Calendar. Failures are those of `errors.ts`. */
import type { CalendarState } from '../world/calendar.ts';

export interface Calendars {
  /** Open only if each of the change calendars is open. @param names at least one, by name or ARN */
  state(names: readonly string[]): Promise<CalendarState>;
}
