/** Change calendars as far as the healer asks them: open or closed, as a test says; one that does not exist cannot be read. */
import { ReadFailed } from '../../../core/ports/errors.ts';
import { type Calendars } from '../../../core/ports/calendars.ts';
import { type CalendarState } from '../../../core/world/calendar.ts';

export interface FakeCalendars {
  readonly port: Calendars;
  /** Makes a calendar, or changes its state. */
  set(name: string, state: CalendarState): void;
}

export function fakeCalendars(): FakeCalendars {
  const states = new Map<string, CalendarState>();
  return {
    set: (name, state) => void states.set(name, state),
    port: {
      state: async (names) => {
        const found = names.map((name) => states.get(name));
        const missing = names.find((name) => !states.has(name));
        if (missing !== undefined) throw new ReadFailed(`There is no change calendar ${missing}`);
        return found.find((state) => state?.kind === 'closed') ?? { kind: 'open' };
      },
    },
  };
}
