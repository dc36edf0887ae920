/** Red alarms of the service that the incident does not know of. */
import { describe, expect, it } from 'vitest';
import { known } from '../../../core/world/known.ts';
import type { AlarmSnapshot } from '../../../core/world/alarm.ts';
import { judge } from '../../../core/verify/judge.ts';
import { MINUTE, SINCE, about, readings } from './judging.ts';

const OWN: AlarmSnapshot = { name: 'healer-user-memory-leak-memory', state: 'OK', stateChangedAt: SINCE };
const OTHER = 'healer-user-high-error-rate-errors';
const RED: AlarmSnapshot = { name: OTHER, state: 'ALARM', stateChangedAt: SINCE };

describe('a red alarm that did not join the incident', () => {
  it.each([
    { case: 'it turned red meanwhile', other: RED, verdict: 'inconclusive' },
    { case: 'it is OK', other: { ...RED, state: 'OK' as const }, verdict: 'recovered' },
    { case: 'it has no data', other: { ...RED, state: 'INSUFFICIENT_DATA' as const }, verdict: 'recovered' },
    {
      case: 'it was red before this failure began',
      other: { ...RED, stateChangedAt: SINCE - MINUTE },
      verdict: 'recovered',
    },
    { case: 'another alarm suppresses it', other: { ...RED, suppressed: true }, verdict: 'recovered' },
  ])('makes it $verdict when $case', ({ other, verdict }) => {
    expect(judge(about, readings({ alarms: known([OWN, other]) })).verdict).toBe(verdict);
  });

  it('is named to the person who is asked', () => {
    const window = about.runbook.verification.timeoutPeriods * MINUTE;
    const late = readings({ alarms: known([OWN, RED]), now: SINCE + 3 * window });
    const { final, lines } = judge(about, late);
    expect(final).toBe(true);
    expect(lines).toContain(`${OTHER} is ALARM, and did not join the incident`);
  });
});
