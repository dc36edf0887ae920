/** Whose recovery it was: the remedy's, or the service's own. */
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../../core/incident/incident.ts';
import type { Point } from '../../../core/world/series.ts';
import type { Move } from '../../../core/incident/journal.ts';
import { recoveredBefore } from '../../../core/verify/self-recovery.ts';

const MINUTE = 60_000;
const STARTED = Date.UTC(2026, 0, 15, 3, 0);
const MEASURE = { elements: [], periodSeconds: 60, comparison: 'above', threshold: 80, metric: 'cpuPercent' } as const;

function attempt(...moves: readonly { readonly minute: number; readonly move: Move }[]): Attempt {
  return {
    number: 1,
    remedy: 'replaceTasks',
    startedAt: STARTED,
    status: 'pending',
    journal: {
      plan: { kind: 'rollBack', from: 'user:7', to: 'user:6' },
      moves: moves.map(({ minute, move }) => ({ at: STARTED + minute * MINUTE, move, text: '' })),
    },
  };
}

/** One reading a minute, from the minute in which the attempt began. */
function readings(...values: readonly number[]): readonly Point[] {
  return values.map((value, minute) => ({ at: STARTED + minute * MINUTE, value }));
}

const MORE: Move = { kind: 'setDesiredCount', count: 5 };
const STOP: Move = { kind: 'stopTask', taskArn: 'task' };
const ROWS = [
  { case: 'well before anything was stopped', values: [95, 40, 40], stopsAt: 2, expected: true },
  { case: 'sick until a task was stopped', values: [95, 95, 40], stopsAt: 2, expected: false },
  { case: 'well in a period that the stop fell into', values: [95, 40, 40], stopsAt: 1.5, expected: false },
  { case: 'stopped before a whole period showed anything', values: [40, 40, 40], stopsAt: 0.5, expected: false },
  { case: 'without readings', values: [], stopsAt: 2, expected: false },
];

describe('a recovery', () => {
  it.each(ROWS)('of a service that was $case: its own is $expected', ({ values, stopsAt, expected }) => {
    const made = attempt({ minute: 0, move: MORE }, { minute: stopsAt, move: STOP });
    const alarms = [{ alarmName: 'cpu', measure: MEASURE }];
    expect(recoveredBefore(made, { alarms }, { 'alarm:cpu': readings(...values) })).toBe(expected);
  });

  it('is not called its own when one of two alarms was still beyond its limit', () => {
    const made = attempt({ minute: 2, move: STOP });
    const alarms = [
      { alarmName: 'cpu', measure: MEASURE },
      { alarmName: 'memory', measure: MEASURE },
    ];
    const series = { 'alarm:cpu': readings(95, 40), 'alarm:memory': readings(95, 95) };
    expect(recoveredBefore(made, { alarms }, series)).toBe(false);
  });

  it('is not called its own when no alarm has a limit, or nothing was moved that could have helped', () => {
    const series = { 'alarm:cpu': readings(40, 40) };
    expect(recoveredBefore(attempt({ minute: 2, move: STOP }), { alarms: [{ alarmName: 'cpu' }] }, series)).toBe(false);
    const alarms = [{ alarmName: 'cpu', measure: MEASURE }];
    expect(recoveredBefore(attempt({ minute: 1, move: MORE }), { alarms }, series)).toBe(false);
  });

  it('from too few requests counts alike, below its limit', () => {
    const measure = { ...MEASURE, comparison: 'below', threshold: 10 } as const;
    const made = attempt({ minute: 1, move: STOP });
    const own = (value: number) =>
      recoveredBefore(made, { alarms: [{ alarmName: 'low', measure }] }, { 'alarm:low': readings(value) });
    expect([own(20), own(5)]).toEqual([true, false]);
  });
});
