/** Leftovers of one incident that wait take turns: none stays changed because another one cannot be changed back yet. */
import { describe, expect, it } from 'vitest';
import { runbookFor } from '../../../core/catalog/catalog.ts';
import type { Command } from '../../../core/incident/command.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import { leftoversOf } from '../../../core/remedies/leaves.ts';
import type { StepInput } from '../../../core/transitions/inputs.ts';
import { step } from '../../../core/workflow/step.ts';
import { START, sampleIncident } from '../../contract/samples.ts';
import { aCatalog, aService } from '../../support/catalog.ts';
import { FLIP, SCALE, attemptWith, count, write } from '../../support/left-plans.ts';

const MINUTE = 60_000;
const NOW = SCALE.expiresAt;
const ADDED = attemptWith(SCALE, [count(6)]);
const FLIPPED = attemptWith({ ...FLIP, expiresAt: NOW + 10 * MINUTE }, [write('off')], { number: 2 });

const service = aService();
const runbook = runbookFor(aCatalog([service]), service, 'high-error-rate');
if (runbook === undefined) throw new Error('there is no runbook high-error-rate');
const context = { service, runbook };

function undo(attempt: number): Command {
  return { kind: 'act', remedy: attempt === 1 ? 'scaleOut' : 'flipToggle', operation: 'undo', attempt };
}

/** Closed six hours ago, with tasks that are due now and a toggle that is due in ten minutes. */
function closed(): Incident {
  const attempts = [ADDED, FLIPPED];
  const times = { openedAt: START, closedAt: START };
  const incident = sampleIncident({
    phase: 'closed',
    outcome: 'healed',
    attempts,
    leftovers: leftoversOf(attempts),
    ...times,
  });
  return { ...incident, command: undo(1) };
}

function waits(incident: Incident, now: number, until: number): Incident {
  const { journal } = incident.command.kind === 'act' && incident.command.attempt === 2 ? FLIPPED : ADDED;
  const input: StepInput = { kind: 'actWaits', operation: 'undo', journal, until, text: 'not yet' };
  return step(incident, input, { ...context, now }).incident;
}

const wait = (until: number, next: Command) => ({ kind: 'wait', until: new Date(until).toISOString(), next });

describe('a leftover that waits', () => {
  it('lets another one go first whose time comes before, and has its turn after it', () => {
    const toggleNext = waits(closed(), NOW, NOW + 30 * MINUTE);
    expect(toggleNext.command).toEqual(wait(NOW + 10 * MINUTE, undo(2)));
    const begun: Incident = { ...toggleNext, command: undo(2) };
    const tasksNext = waits(begun, NOW + 10 * MINUTE, NOW + 60 * MINUTE);
    expect(tasksNext.command).toEqual(wait(NOW + 30 * MINUTE, undo(1)));
  });

  it('goes on where the other one is due only after it', () => {
    expect(waits(closed(), NOW, NOW + 5 * MINUTE).command).toEqual(wait(NOW + 5 * MINUTE, undo(1)));
  });

  it('keeps its turn while it has more moves to make, though the other one is due by then', () => {
    const now = NOW + 20 * MINUTE;
    expect(waits(closed(), now, now).command).toEqual(wait(now, undo(1)));
  });
});
