/** What an abandoned incident says of what it leaves behind. */
import { describe, expect, it } from 'vitest';
import type { Attempt, Incident } from '../../../core/incident/incident.ts';
import { step } from '../../../core/workflow/step.ts';
import { sampleIncident } from '../../contract/samples.ts';
import { aService, shippedRunbooks } from '../../support/catalog.ts';

const NOW = Date.UTC(2026, 0, 15, 3, 0);

const ATTEMPT: Attempt = {
  number: 1,
  remedy: 'replaceTasks',
  startedAt: NOW,
  status: 'pending',
  journal: {
    plan: {
      kind: 'replaceTasks',
      victims: ['task'],
      sickKnown: true,
      desiredBefore: 4,
      keepRunning: 2,
      behindLoadBalancer: false,
      tasksBefore: ['task'],
    },
    moves: [{ at: NOW, move: { kind: 'setDesiredCount', count: 5 }, text: 'desired count 5' }],
  },
};

function abandonedReason(change: Partial<Incident>): string {
  const runbook = shippedRunbooks().find((shipped) => shipped.runbook.failureType === 'memory-leak')?.runbook;
  if (runbook === undefined) throw new Error('there is no runbook memory-leak');
  const incident = sampleIncident({ attempts: [ATTEMPT], ...change });
  const context = { service: aService(), runbook, now: NOW };
  return step(incident, { kind: 'abandoned', reason: 'no answer' }, context).incident.outcomeReason ?? '';
}

describe('an incident that is abandoned', () => {
  it.each([
    { case: 'in the middle of its remedy', change: { phase: 'acting' as const } },
    {
      case: 'in the middle of taking it back',
      change: { phase: 'undoing' as const, attempts: [{ ...ATTEMPT, status: 'failed' as const }] },
    },
    {
      case: 'on the way to its end, after its remedy was stopped,',
      change: {
        phase: 'learning' as const,
        attempts: [{ ...ATTEMPT, status: 'censored' as const }],
        outcome: 'held' as const,
        outcomeReason: '/healer/mode is off; left as it is after: desired count 5',
      },
    },
  ])('$case says what is left as it is', ({ change }) => {
    expect(abandonedReason(change)).toContain('left as it is after: desired count 5');
  });

  it('says nothing of the kind once its attempt was verified', () => {
    const change = { phase: 'closing' as const, attempts: [{ ...ATTEMPT, status: 'succeeded' as const }] };
    expect(abandonedReason(change)).toBe('the healer itself failed: no answer');
  });
});
