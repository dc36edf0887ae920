/** How long is waited for what passes by itself, where there is more than one reason, or another one than before. */
import { describe, expect, it } from 'vitest';
import type { Decision, Incident } from '../../../core/incident/incident.ts';
import { step } from '../../../core/workflow/step.ts';
import type { Hold } from '../../../core/holds/hold.ts';
import type { HoldReason } from '../../../core/holds/reasons.ts';
import { sampleIncident, START } from '../../contract/samples.ts';
import { aService, shippedRunbooks } from '../../support/catalog.ts';

const MINUTE = 60_000;

function held(reason: HoldReason): Hold {
  return { reason, detail: `because of ${reason}` };
}

function after(before: Incident, reasons: readonly HoldReason[], minute: number): Incident {
  const runbook = shippedRunbooks().find((shipped) => shipped.runbook.failureType === 'memory-leak')?.runbook;
  if (runbook === undefined) throw new Error('there is no runbook memory-leak');
  const now = START + minute * MINUTE;
  const decision: Decision = {
    at: now,
    mode: 'auto',
    context: 'plain',
    kind: 'wait',
    chosen: 'page',
    candidates: [],
    holds: reasons.map(held),
    evidence: [],
    why: [],
  };
  const input = { kind: 'decided' as const, decision, alarms: [], before: {}, signalsSeen: 1 };
  return step(before, input, { service: aService(), runbook, now }).incident;
}

/** Decides every minute, for the reasons of that minute. @returns in which minute a person was asked, and why */
function asked(reasonsAt: (minute: number) => readonly HoldReason[]): {
  readonly minute: number;
  readonly reason: string;
} {
  let incident: Incident = { ...sampleIncident(), openedAt: START };
  for (let minute = 0; minute <= 800; minute += 1) {
    incident = after({ ...incident, phase: 'deciding' }, reasonsAt(minute), minute);
    if (incident.outcome !== undefined) return { minute, reason: incident.outcomeReason ?? '' };
  }
  throw new Error('it waits for ever');
}

describe('a wait for several reasons at once', () => {
  it.each<{ case: string; reasons: readonly HoldReason[]; minutes: number }>([
    { case: 'as long as the first to be too long', reasons: ['task-protected', 'dependency-failing'], minutes: 20 },
    { case: 'the same, said in another order', reasons: ['dependency-failing', 'task-protected'], minutes: 20 },
    { case: 'for as long as a storm lasts', reasons: ['dependency-failing', 'storm-soft'], minutes: 360 },
    { case: 'the same, said in another order', reasons: ['storm-soft', 'dependency-failing'], minutes: 360 },
  ])('lasts $case', ({ reasons, minutes }) => {
    expect(asked(() => reasons).minute).toBe(minutes);
  });
});

describe('a wait whose reason changes', () => {
  it('begins anew where what came before may last longer, and says how long it was', () => {
    const end = asked((minute) => [minute < 60 ? 'task-protected' : 'alarm-unreadable']);
    expect(end).toEqual({ minute: 79, reason: 'waited 20 minutes: because of alarm-unreadable' });
  });

  it('ends, however often the reasons take turns', () => {
    expect(asked((minute) => [minute % 2 === 0 ? 'task-protected' : 'alarm-unreadable']).minute).toBe(120);
  });
});
