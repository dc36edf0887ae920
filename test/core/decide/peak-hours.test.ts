/** Peak hours are those of a clock on a wall: across midnight, days of the week and summer time. */
import { describe, expect, it } from 'vitest';
import { inPeakHours, peakLine } from '../../../core/decide/peak-hours.ts';
import { scoreOf } from '../../../core/decide/rank.ts';

const BERLIN = { from: '08:00', to: '20:00', timeZone: 'Europe/Berlin' };
const NIGHT = { from: '22:00', to: '06:00', timeZone: 'UTC' };
const WEEK = { ...BERLIN, days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const };

const MOMENTS = [
  { case: 'the first minute', hours: BERLIN, at: '2026-01-15T07:00:00Z', peak: true },
  { case: 'the minute before', hours: BERLIN, at: '2026-01-15T06:59:59Z', peak: false },
  { case: 'the last minute', hours: BERLIN, at: '2026-01-15T18:59:59Z', peak: true },
  { case: 'the end itself', hours: BERLIN, at: '2026-01-15T19:00:00Z', peak: false },
  { case: 'the first minute in summer', hours: BERLIN, at: '2026-07-15T06:00:00Z', peak: true },
  { case: 'the end in summer', hours: BERLIN, at: '2026-07-15T18:00:00Z', peak: false },
  { case: 'before midnight of a night', hours: NIGHT, at: '2026-01-15T23:59:00Z', peak: true },
  { case: 'midnight', hours: NIGHT, at: '2026-01-15T00:00:00Z', peak: true },
  { case: 'the morning after a night', hours: NIGHT, at: '2026-01-15T06:00:00Z', peak: false },
  { case: 'noon between two nights', hours: NIGHT, at: '2026-01-15T12:00:00Z', peak: false },
  { case: 'a Friday', hours: WEEK, at: '2026-01-16T12:00:00Z', peak: true },
  { case: 'a Saturday', hours: WEEK, at: '2026-01-17T12:00:00Z', peak: false },
  { case: 'a Sunday', hours: WEEK, at: '2026-01-18T12:00:00Z', peak: false },
  { case: 'a Monday', hours: WEEK, at: '2026-01-19T12:00:00Z', peak: true },
  {
    case: 'Saturday morning of a night that began on Friday',
    hours: { ...NIGHT, days: ['fri'] as const },
    at: '2026-01-17T05:59:00Z',
    peak: true,
  },
  {
    case: 'Monday morning of a night that began on Sunday',
    hours: { ...NIGHT, days: ['sun'] as const },
    at: '2026-01-19T03:00:00Z',
    peak: true,
  },
  {
    case: 'Friday morning, when only the night from Friday counts',
    hours: { ...NIGHT, days: ['fri'] as const },
    at: '2026-01-16T05:00:00Z',
    peak: false,
  },
  {
    case: 'a day that has begun there and not yet in UTC',
    hours: { from: '00:00', to: '02:00', timeZone: 'Asia/Tokyo', days: ['sat'] as const },
    at: '2026-01-16T15:30:00Z',
    peak: true,
  },
];

describe('peak hours', () => {
  it.each(MOMENTS)('know $case: $peak', ({ hours, at, peak }) => {
    expect(inPeakHours({ peakHours: hours }, Date.parse(at))).toBe(peak);
  });

  it('are never where none are said', () => {
    expect(inPeakHours({}, Date.parse('2026-01-15T12:00:00Z'))).toBe(false);
  });

  it('are a line of the evidence while they last', () => {
    const service = { peakHours: BERLIN };
    expect(peakLine(service, Date.parse('2026-01-15T12:00:00Z'))).toBe('peak hours until 20:00 Europe/Berlin');
    expect(peakLine(service, Date.parse('2026-01-15T22:00:00Z'))).toBeUndefined();
    expect(peakLine({}, 0)).toBeUndefined();
  });

  it('make disruption weigh twice, and nothing else', () => {
    const option = { prior: 0.5, experience: undefined, minutesWhenItWorks: 5, minutesWhenItDoesNot: 10 };
    const cost = (disruptionMinutes: number, peak: boolean) =>
      scoreOf({ ...option, disruptionMinutes, peak }, 'critical').costMinutes;
    expect(cost(2, true) - cost(0, true)).toBeCloseTo(2 * (cost(2, false) - cost(0, false)), 9);
    expect(cost(0, true)).toBe(cost(0, false));
  });
});
