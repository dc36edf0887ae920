/** What every `Calendars` port must do: open only when all are, and never open when it does not know. */
import { expect, it } from 'vitest';
import { ReadFailed } from '../../core/ports/errors.ts';
import { type Calendars } from '../../core/ports/calendars.ts';
import { type CalendarState } from '../../core/world/calendar.ts';

export interface CalendarsSubject {
  readonly calendars: Calendars;
  /** Makes a calendar, or changes its state. */
  set(name: string, state: CalendarState): void;
}

/** Whole seconds: SSM tells no parts of them. */
const UNTIL = Date.UTC(2030, 0, 1, 6, 0);

export function calendarsContract(make: () => Promise<CalendarsSubject>): void {
  it('says that a calendar is open', async () => {
    const { calendars, set } = await make();
    set('freeze', { kind: 'open' });
    expect(await calendars.state(['freeze'])).toEqual({ kind: 'open' });
  });

  it('says that a calendar is closed, and until when', async () => {
    const { calendars, set } = await make();
    set('freeze', { kind: 'closed', until: UNTIL });
    set('forever', { kind: 'closed' });
    expect(await calendars.state(['freeze'])).toEqual({ kind: 'closed', until: UNTIL });
    expect(await calendars.state(['forever'])).toEqual({ kind: 'closed' });
  });

  it('calls several open only if all of them are', async () => {
    const { calendars, set } = await make();
    set('freeze', { kind: 'open' });
    set('holidays', { kind: 'open' });
    expect(await calendars.state(['freeze', 'holidays'])).toEqual({ kind: 'open' });
    set('holidays', { kind: 'closed' });
    expect(await calendars.state(['freeze', 'holidays'])).toEqual({ kind: 'closed' });
  });

  it('fails to read a calendar that does not exist, also beside one that does', async () => {
    const { calendars, set } = await make();
    set('freeze', { kind: 'open' });
    await expect(calendars.state(['freeze', 'frezee'])).rejects.toThrow(ReadFailed);
  });
}
