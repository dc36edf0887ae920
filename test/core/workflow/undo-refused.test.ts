/** What becomes of an incident whose undo is refused: by what stands in the way, never by its name or text. */
import { describe, expect, it } from 'vitest';
import { HOLD_REASONS, HOLD_RULES, type HoldReason } from '../../../core/holds/reasons.ts';
import type { Attempt, Incident } from '../../../core/incident/incident.ts';
import { step } from '../../../core/workflow/step.ts';
import { sampleIncident, START } from '../../contract/samples.ts';
import { aService, shippedRunbooks } from '../../support/catalog.ts';

const ATTEMPT: Attempt = {
  number: 1,
  remedy: 'scaleOut',
  startedAt: START,
  status: 'failed',
  journal: {
    plan: {
      kind: 'scaleOut',
      from: 4,
      to: 6,
      behindLoadBalancer: false,
      tasksBefore: ['task'],
      usualRequests: 100,
      expiresAt: START + 3_600_000,
    },
    moves: [{ at: START, move: { kind: 'setDesiredCount', count: 6 }, text: 'desired count 6' }],
  },
};

function refusedBy(reason: HoldReason): Incident {
  const runbook = shippedRunbooks().find((shipped) => shipped.runbook.failureType === 'high-cpu')?.runbook;
  if (runbook === undefined) throw new Error('there is no runbook high-cpu');
  const undoing = sampleIncident({ phase: 'undoing', attempts: [ATTEMPT] });
  const holds = [{ reason, detail: 'it stands in the way' }];
  const input = { kind: 'actRefused' as const, operation: 'undo' as const, journal: ATTEMPT.journal, holds };
  return step(undoing, input, { service: aService(), runbook, now: START }).incident;
}

const after = ({ phase, outcome, attempts }: Incident) => ({ phase, outcome, undone: attempts[0]?.undone });

describe('an incident whose undo is refused', () => {
  it.each(HOLD_REASONS)('%s: goes on where the change is another actor’s, else ends', (reason) => {
    const { category } = HOLD_RULES[reason];
    // Where the healer could not read the override, no person forbade anything.
    const outcome = category === 'override' && reason !== 'override-unreadable' ? 'held' : 'escalated';
    expect(after(refusedBy(reason))).toEqual(
      category === 'others'
        ? { phase: 'learning', outcome: undefined, undone: true }
        : { phase: 'learning', outcome, undone: undefined },
    );
  });

  it.each([
    { reason: 'count-changed-by-others', outcome: undefined },
    { reason: 'toggle-changed-by-others', outcome: undefined },
    { reason: 'deployed-by-others', outcome: undefined },
    { reason: 'override-observe', outcome: 'held' },
    { reason: 'service-unregistered', outcome: 'escalated' },
  ] as const)('$reason ends it as $outcome', ({ reason, outcome }) => {
    expect(refusedBy(reason).outcome).toBe(outcome);
  });
});
