/**
 * Respects an SSM Change Calendar: while it is closed, people decide on every remedy that may cost capacity. Safe
 * remedies go on, because they change no release and a frozen service still has to stay alive.
 */
import { hold, type Hold } from '../holds/hold.ts';
import type { Facts } from '../facts/facts.ts';

/** Why disruptive remedies are held; undefined while every calendar is open. An unreadable calendar holds them too. */
export function calendarHold({ calendars, service }: Pick<Facts, 'calendars' | 'service'>): Hold | undefined {
  const names = (service.changeCalendars ?? []).map(shortName);
  if (names.length === 0) return undefined;
  if (calendars.kind === 'unknown') {
    const detail = `${calendarsOf(names)} could not be read (${calendars.why}), so it may be closed`;
    return hold('calendar-unreadable', detail);
  }
  if (calendars.value.kind === 'open') return undefined;
  const { until } = calendars.value;
  // With several calendars, the answer does not tell which of them opens then.
  const end = until === undefined || names.length > 1 ? '' : ` until ${new Date(until).toISOString()}`;
  const what = names.length === 1 ? calendarsOf(names) : `one of the ${calendarsOf(names)}`;
  return hold('calendar-closed', `${what} is closed${end}: a person decides on anything disruptive`);
}

function calendarsOf(names: readonly string[]): string {
  return `change ${names.length === 1 ? 'calendar' : 'calendars'} ${names.join(', ')}`;
}

/** A shared calendar is named by its ARN: its last part. */
function shortName(name: string): string {
  return name.split('/').at(-1) ?? name;
}
