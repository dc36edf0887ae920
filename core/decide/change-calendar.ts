/**
 * Respects an SSM Change Calendar: while people said that nothing is to be changed, a remedy that may cost capacity is
 * theirs to decide. Safe remedies go on: a frozen service is to be kept alive, and they change nothing that was released.
 */
import { hold } from '../holds/hold.ts';
import type { Hold } from '../holds/hold.ts';
import type { Facts } from '../facts/facts.ts';

/** Why nothing disruptive may be done; undefined while every calendar is open. Unreadable is a reason too. */
export function calendarHold({ calendars, service }: Pick<Facts, 'calendars' | 'service'>): Hold | undefined {
  const names = (service.changeCalendars ?? []).map(shortName);
  if (names.length === 0) return undefined;
  if (calendars.kind === 'unknown') {
    const detail = `${calendarsOf(names)} could not be read (${calendars.why}), so it may be closed`;
    return hold('calendar-unreadable', detail);
  }
  if (calendars.value.kind === 'open') return undefined;
  const { until } = calendars.value;
  // Of several, it is not known which of them opens then.
  const end = until === undefined || names.length > 1 ? '' : ` until ${new Date(until).toISOString()}`;
  const what = names.length === 1 ? calendarsOf(names) : `one of the ${calendarsOf(names)}`;
  return hold('calendar-closed', `${what} is closed${end}: a person decides on anything disruptive`);
}

function calendarsOf(names: readonly string[]): string {
  return `change ${names.length === 1 ? 'calendar' : 'calendars'} ${names.join(', ')}`;
}

/** The last part of an ARN, which a shared calendar is named by. */
function shortName(name: string): string {
  return name.split('/').at(-1) ?? name;
}
