/** Which red alarm is taken up, and for which time: decided by what was recorded of its present state alone. */
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../core/incident/incident.ts';
import { freshServiceRecord } from '../../../core/incident/service-record.ts';
import { redAlarmStart, resumeStart } from '../../../core/sweep/events.ts';
import { takeUp, type RedAlarm } from '../../../core/sweep/red-alarm.ts';
import { sampleIncident } from '../../contract/samples.ts';

const CHANGED = Date.UTC(2026, 0, 15, 3, 0);
const MINUTE = 60_000;

function closed(change: Partial<Incident>): Incident {
  return { ...sampleIncident(), phase: 'closed', closedAt: CHANGED + 5 * MINUTE, ...change };
}

function anAlarm(change: Partial<RedAlarm> = {}): RedAlarm {
  return {
    snapshot: { name: 'healer-user-high-cpu-cpu', state: 'ALARM', stateChangedAt: CHANGED },
    failureType: 'high-cpu',
    periodSeconds: 60,
    record: freshServiceRecord('user'),
    seen: undefined,
    incident: undefined,
    mode: 'auto',
    now: CHANGED + 10 * MINUTE,
    ...change,
  };
}

function seenAt(order: number): RedAlarm['seen'] {
  return { key: { subject: 'alarm#healer-user-high-cpu-cpu', order }, executionArn: 'arn:one', incidentId: 'inc-1' };
}

const pending = closed({}).attempts;
const touched = [
  {
    number: 1,
    remedy: 'replaceTasks' as const,
    startedAt: CHANGED,
    status: 'censored' as const,
    journal: { plan: { kind: 'rollBack' as const, from: 'a', to: 'b' }, moves: [] },
  },
];

describe('a red alarm', () => {
  it.each<{ readonly case: string; readonly alarm: Partial<RedAlarm>; readonly order: number | undefined }>([
    { case: 'it was not seen', alarm: {}, order: CHANGED },
    { case: 'an earlier state was seen', alarm: { seen: seenAt(CHANGED - MINUTE) }, order: CHANGED },
    { case: 'it is young', alarm: { now: CHANGED + 2 * MINUTE }, order: undefined },
    { case: 'its periods are long', alarm: { periodSeconds: 600 }, order: undefined },
    {
      case: 'its service has an open incident',
      alarm: { record: { ...freshServiceRecord('user'), openIncidentId: 'inc-2' } },
      order: undefined,
    },
    { case: 'its event dates it a little earlier', alarm: { seen: seenAt(CHANGED - 900) }, order: undefined },
    { case: 'its event dates it a little later', alarm: { seen: seenAt(CHANGED + 900) }, order: undefined },
    {
      case: 'people were asked',
      alarm: { seen: seenAt(CHANGED), incident: closed({ outcome: 'escalated' }) },
      order: undefined,
    },
    {
      case: 'it was held back and still is',
      alarm: { seen: seenAt(CHANGED), incident: closed({ outcome: 'held' }), mode: 'observe' },
      order: undefined,
    },
    {
      case: 'it was held back and is not any more',
      alarm: { seen: seenAt(CHANGED), incident: closed({ outcome: 'held' }) },
      order: CHANGED + 5_000,
    },
    {
      case: 'it was taken up again already',
      alarm: { seen: seenAt(CHANGED + 5_000), incident: closed({ outcome: 'held' }) },
      order: undefined,
    },
    {
      case: 'the healer failed before it did anything',
      alarm: { seen: seenAt(CHANGED), incident: closed({ outcome: 'failed', attempts: pending }) },
      order: CHANGED + 5_000,
    },
    {
      case: 'the healer failed half way',
      alarm: { seen: seenAt(CHANGED), incident: closed({ outcome: 'failed', attempts: touched }) },
      order: undefined,
    },
    {
      case: 'it joined an incident that was closed by then',
      alarm: { seen: seenAt(CHANGED), incident: closed({ outcome: 'healed', closedAt: CHANGED - MINUTE }) },
      order: CHANGED + 5_000,
    },
    {
      case: 'a try without the flip of a toggle is about it',
      alarm: {
        record: {
          ...freshServiceRecord('user'),
          probe: { incidentId: 'inc-1', failureType: 'high-cpu', until: CHANGED + 11 * MINUTE },
        },
      },
      order: undefined,
    },
    {
      case: 'a try without the flip of a toggle is about another failure',
      alarm: {
        record: {
          ...freshServiceRecord('user'),
          probe: { incidentId: 'inc-1', failureType: 'high-error-rate', until: CHANGED + 11 * MINUTE },
        },
      },
      order: CHANGED,
    },
  ])('is taken up, or left alone, where $case', ({ alarm, order }) => {
    const decision = takeUp(anAlarm(alarm));
    expect(decision.kind === 'start' ? decision.order : undefined).toBe(order);
  });
});

describe('what a sweep starts', () => {
  it('has the same name for the same state or step, another for another, and one that Step Functions takes', () => {
    const { snapshot, now } = anAlarm({});
    const red = (order: number, later = 0) => redAlarmStart(snapshot, { order, why: 'x', now: now + later }).name;
    expect(red(CHANGED, MINUTE)).toBe(red(CHANGED));
    expect(red(CHANGED + 5_000)).not.toBe(red(CHANGED));
    const resumed = (sequence: number, later = 0) => resumeStart(closed({ sequence }), CHANGED + later).name;
    expect(resumed(7)).not.toBe(resumed(8));
    expect(resumed(7, 5 * MINUTE)).toBe(resumed(7));
    expect(resumed(7, 15 * MINUTE)).not.toBe(resumed(7));
    for (const name of [red(CHANGED), resumed(7)]) expect(name).toMatch(/^[a-zA-Z0-9-]{1,80}$/);
  });
});
