/** The change calendar of a world: people close it and open it again, by the half hour. */
import type { Calendars } from '../../../core/ports/calendars.ts';
import type { CalendarState } from '../../../core/world/calendar.ts';
import type { Chance } from '../engine/chance.ts';

export const CALENDAR = 'freeze';
const SPELL_MS = 30 * 60_000;
const CLOSED_SHARE = 0.5;

export function calendarsOf(chance: Chance, now: () => number): Calendars {
  return {
    state: async (): Promise<CalendarState> => {
      const spell = Math.floor(now() / SPELL_MS);
      if (chance('people', spell, 0, 1) >= CLOSED_SHARE) return { kind: 'open' };
      return { kind: 'closed', until: (spell + 1) * SPELL_MS };
    },
  };
}
