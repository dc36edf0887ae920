/** A closed change calendar leaves what is disruptive to a person, and only that. */
import { describe, expect, it } from 'vitest';
import { calendarHold } from '../../../core/decide/change-calendar.ts';
import { decide } from '../../../core/decide/decide.ts';
import { known, unknown } from '../../../core/world/known.ts';
import type { Facts } from '../../../core/facts/facts.ts';
import type { CalendarState } from '../../../core/world/calendar.ts';
import { holdsOn, releasedFacts } from '../../support/decided-example.ts';

const UNTIL = Date.UTC(2026, 0, 16, 6, 0);
const UNREADABLE = unknown<CalendarState>('throttled');

function frozen(failureType: string, calendars: Facts['calendars'], changeCalendars = ['freeze']): Facts {
  const facts = releasedFacts(failureType);
  return { ...facts, calendars, service: { ...facts.service, changeCalendars } };
}

const STATES = [
  { case: 'open', calendars: known<CalendarState>({ kind: 'open' }), says: undefined },
  {
    case: 'closed',
    calendars: known<CalendarState>({ kind: 'closed' }),
    says: ['calendar-closed', 'change calendar freeze is closed: a person decides on anything disruptive'],
  },
  {
    case: 'closed for a while',
    calendars: known<CalendarState>({ kind: 'closed', until: UNTIL }),
    says: [
      'calendar-closed',
      'change calendar freeze is closed until 2026-01-16T06:00:00.000Z: a person decides on anything disruptive',
    ],
  },
  {
    case: 'not to be read',
    calendars: UNREADABLE,
    says: ['calendar-unreadable', 'change calendar freeze could not be read (throttled), so it may be closed'],
  },
];

describe('a change calendar', () => {
  it.each(STATES)('that is $case says so', ({ calendars, says }) => {
    const hold = calendarHold(frozen('high-error-rate', calendars));
    expect(hold && [hold.reason, hold.detail]).toEqual(says);
  });

  it('is nothing to a service that has none, whatever was read', () => {
    expect(calendarHold(frozen('high-error-rate', UNREADABLE, []))).toBeUndefined();
  });

  it('that is shared is called by its name; which of several is closed is not claimed, nor when it opens', () => {
    const shared = 'arn:aws:ssm:us-east-1:123456789012:document/holidays';
    const closed = known<CalendarState>({ kind: 'closed', until: UNTIL });
    const hold = calendarHold(frozen('high-error-rate', closed, ['freeze', shared]));
    expect(hold?.detail).toBe(
      'one of the change calendars freeze, holidays is closed: a person decides on anything disruptive',
    );
  });

  it.each(STATES)('that is $case stands in the way of what is disruptive, never of what is safe', (row) => {
    const facts = frozen('high-error-rate', row.calendars);
    const reasons = row.says === undefined ? [] : [row.says[0]];
    expect(holdsOn(facts, 'rollBack')).toEqual(reasons);
    for (const safe of ['flipToggle', 'replaceTasks'] as const) expect(holdsOn(facts, safe)).toEqual(['not-worth-it']);
    const kinds = { 'calendar-closed': 'ask', 'calendar-unreadable': 'wait' } as const;
    const expected = row.says === undefined ? 'act' : kinds[row.says[0] as keyof typeof kinds];
    expect(decide(facts).decision.kind).toBe(expected);
  });

  it('is waited for when it could not be read and nothing else is left; a closed one is a matter for a person', () => {
    const only = (calendars: Facts['calendars']) => decide(frozen('bad-deployment', calendars)).decision;
    expect(only(known({ kind: 'open' }))).toMatchObject({ kind: 'act', chosen: 'rollBack' });
    expect(only(UNREADABLE)).toMatchObject({ kind: 'wait', holds: [{ reason: 'calendar-unreadable' }] });
    const closed = only(known({ kind: 'closed' }));
    expect(closed).toMatchObject({ kind: 'ask', chosen: 'rollBack' });
    expect(closed.why.join(' ')).toContain('change calendar freeze is closed');
  });
});
