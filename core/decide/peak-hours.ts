/**
 * Whether a service is in its peak hours: a disruption then meets more people, so it weighs more, and a gentler remedy
 * wins. Peak hours are local wall-clock times, so they follow summer time.
 */
import type { PeakHours, ServiceEntry } from '../catalog/service.ts';
import { WEEKDAYS, type Weekday } from '../vocabulary.ts';

/** Whether `now` (ms since the epoch) is in the service's peak hours; false where it has none. The end is not in them. */
export function inPeakHours({ peakHours }: Pick<ServiceEntry, 'peakHours'>, now: number): boolean {
  if (peakHours === undefined) return false;
  const { day, time } = onTheWall(now, peakHours.timeZone);
  const { from, to } = peakHours;
  const begins = (weekday: Weekday | undefined): boolean =>
    weekday !== undefined && (peakHours.days ?? WEEKDAYS).includes(weekday);
  const today = begins(WEEKDAYS[day]);
  if (from < to) return today && time >= from && time < to;
  // Over midnight: the rest of a night belongs to the day on which it began.
  const yesterday = begins(WEEKDAYS.at(day - 1));
  return (today && time >= from) || (yesterday && time < to);
}

/** A line for people while the peak lasts. */
export function peakLine(service: Pick<ServiceEntry, 'peakHours'>, now: number): string | undefined {
  const { peakHours } = service;
  if (peakHours === undefined || !inPeakHours(service, now)) return undefined;
  return `peak hours until ${peakHours.to} ${peakHours.timeZone}`;
}

interface WallTime {
  /** Of the week, 0 for Monday. */
  readonly day: number;
  /** Of the day, `08:30`: two such times compare as their strings do. */
  readonly time: string;
}

/** By time zone: creating a formatter takes a hundred times as long as using it. The result is kept for one minute. */
const CLOCKS = new Map<
  string,
  { readonly clock: Intl.DateTimeFormat; readonly since: number; readonly shows: WallTime }
>();

function onTheWall(now: number, timeZone: PeakHours['timeZone']): WallTime {
  const since = Math.floor(now / 60_000);
  const read = CLOCKS.get(timeZone);
  if (read?.since === since) return read.shows;
  const clock = read?.clock ?? clockOf(timeZone);
  const shows = wallTime(clock.formatToParts(now));
  CLOCKS.set(timeZone, { clock, since, shows });
  return shows;
}

function clockOf(timeZone: PeakHours['timeZone']): Intl.DateTimeFormat {
  const parts = { weekday: 'short', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...parts });
}

function wallTime(shown: readonly Intl.DateTimeFormatPart[]): WallTime {
  const parts = new Map(shown.map(({ type, value }) => [type, value]));
  const day = WEEKDAYS.findIndex((weekday) => weekday === parts.get('weekday')?.toLowerCase());
  return { day, time: `${parts.get('hour')}:${parts.get('minute')}` };
}
