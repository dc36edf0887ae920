/** What the readings tell about the clock that measured them. */
import { describe, expect, it } from 'vitest';
import { NO_SHIFT, reachOf, shiftOf } from '../../../core/verify/source-clock.ts';
import type { Reached } from '../../../core/incident/reached.ts';

const NOW = Date.UTC(2026, 0, 15, 3, 0);
const MINUTE = 60_000;
const look = (before?: Reached) => ({ now: NOW, periodMs: MINUTE, before });
/** A look some minutes ago, and how long before it the newest reading of then had ended. */
const seen = (minutesAgo: number, endedMinutesBefore: number): Reached => ({
  lookedAt: NOW - minutesAgo * MINUTE,
  newestEndsAt: NOW - (minutesAgo + endedMinutesBefore) * MINUTE,
});

describe('how far the metrics reach', () => {
  it('is the end of the newest period of any of them', () => {
    const series = {
      cpuPercent: [{ at: NOW - 3 * MINUTE, value: 1 }],
      requestCount: [{ at: NOW - 5 * MINUTE, value: 1 }],
    };
    expect(reachOf(series, look())).toBe(NOW - 2 * MINUTE);
  });

  it('is nothing that an alarm’s expression filled in, nor a future further off than clocks are', () => {
    const series = {
      'alarm:made-up': [{ at: NOW + 3 * MINUTE, value: 0 }],
      cpuPercent: [
        { at: NOW - 2 * MINUTE, value: 1 },
        { at: NOW + 30 * MINUTE, value: 1 },
      ],
    };
    expect(reachOf(series, look())).toBe(NOW - MINUTE);
    expect(reachOf({ 'alarm:made-up': [{ at: NOW, value: 0 }] }, look())).toBeUndefined();
  });
});

describe('the shift between the clocks', () => {
  const ROWS = [
    { case: 'readings are as late as they are anyway', endsMinutesAgo: 3.5, before: undefined, expected: NO_SHIFT },
    {
      case: 'readings are of our future',
      endsMinutesAgo: -4,
      before: undefined,
      expected: { earliest: 4 * MINUTE, latest: 8 * MINUTE },
    },
    {
      case: 'readings are of our future by less than a period',
      endsMinutesAgo: -0.2,
      before: undefined,
      expected: { earliest: MINUTE, latest: MINUTE },
    },
    { case: 'readings end long ago, at the first look', endsMinutesAgo: 6, before: undefined, expected: NO_SHIFT },
    {
      case: 'readings end long ago, and went on since the look before',
      endsMinutesAgo: 6,
      before: seen(1, 6),
      expected: { earliest: -6 * MINUTE, latest: -2 * MINUTE },
    },
    { case: 'readings stopped before the look before', endsMinutesAgo: 6, before: seen(1, 5), expected: NO_SHIFT },
    { case: 'one late reading came since', endsMinutesAgo: 6, before: seen(3, 4), expected: NO_SHIFT },
    {
      case: 'readings go on, further behind than clocks are',
      endsMinutesAgo: 10,
      before: seen(1, 10),
      expected: NO_SHIFT,
    },
  ];

  it.each(ROWS)('is told where $case', ({ endsMinutesAgo, before, expected }) => {
    expect(shiftOf(NOW - endsMinutesAgo * MINUTE, look(before))).toEqual(expected);
  });

  it('is none where nothing was measured', () => {
    expect(shiftOf(undefined, look(seen(1, 6)))).toBe(NO_SHIFT);
  });
});
