/** Nothing that a remedy began is waited for without end. */
import { describe, expect, it } from 'vitest';
import type { Journal } from '../../../core/remedies/journal.ts';
import { rollBack } from '../../../core/remedies/roll-back.ts';

const START = Date.UTC(2026, 0, 15, 3, 0);
const [OLD, NEW] = ['user:6', 'user:7'] as const;

describe('a rollback that all tasks are to follow', () => {
  it.each([
    { minutes: 19, kind: 'wait' },
    { minutes: 21, kind: 'failed' },
  ])('leads to $kind after $minutes minutes', ({ minutes, kind }) => {
    const move = { kind: 'setTaskDefinition' as const, taskDefinitionArn: OLD };
    const journal: Journal = { plan: { kind: 'rollBack', from: NEW, to: OLD }, moves: [{ at: START, move, text: '' }] };
    const deployment = { id: 'd', taskDefinitionArn: OLD, createdAt: START, status: 'PRIMARY' as const };
    const service = {
      status: 'ACTIVE',
      desiredCount: 4,
      runningCount: 4,
      pendingCount: 0,
      taskDefinitionArn: OLD,
      deploymentController: 'ECS',
      deployments: [{ ...deployment, rolloutState: 'IN_PROGRESS' as const }],
    };
    const running = { service, tasks: [], targets: [] };
    expect(rollBack.next(journal, { now: START + minutes * 60_000, running }, START).kind).toBe(kind);
  });
});
