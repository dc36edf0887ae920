/** What another actor deploys, or takes back, is theirs: no remedy begins in the middle of it, and none does it over. */
import { describe, expect, it } from 'vitest';
import type { Journal } from '../../../../core/incident/journal.ts';
import type { Next } from '../../../../core/remedies/remedy.ts';
import { replaceTasks } from '../../../../core/remedies/replace-tasks/replace-tasks.ts';
import { rollBack } from '../../../../core/remedies/roll-back/roll-back.ts';
import type { ServiceSnapshot } from '../../../../core/world/service.ts';

const START = Date.UTC(2026, 0, 15, 3, 0);
const MINUTE = 60_000;
const [OLD, NEW, OTHER] = ['user:6', 'user:7', 'user:8'] as const;

function running(taskDefinitionArn: string, rolloutState: 'COMPLETED' | 'IN_PROGRESS' = 'COMPLETED') {
  const service: ServiceSnapshot = {
    status: 'ACTIVE',
    desiredCount: 4,
    runningCount: 4,
    pendingCount: 0,
    taskDefinitionArn,
    deploymentController: 'ECS',
    deployments: [{ id: 'd', status: 'PRIMARY', rolloutState, taskDefinitionArn, createdAt: START - MINUTE }],
  };
  return { service, tasks: [], targets: [] };
}

const BACK: Journal = { plan: { kind: 'rollBack', from: NEW, to: OLD }, moves: [] };
const WENT: Journal = {
  ...BACK,
  moves: [{ at: START, move: { kind: 'setTaskDefinition', taskDefinitionArn: OLD }, text: 'deploy' }],
};
const next = (journal: Journal, world: ReturnType<typeof running>, minutes = 0): Next =>
  rollBack.next(journal, { now: START + minutes * MINUTE, running: world }, START);

describe('a rollback', () => {
  it('begins where what it was decided on runs, and nothing is deployed', () => {
    expect(next(BACK, running(NEW))).toMatchObject({ kind: 'move', move: { taskDefinitionArn: OLD } });
  });

  it.each([
    { case: 'another deployment is in progress', world: running(NEW, 'IN_PROGRESS') },
    { case: 'another revision runs by now', world: running(OTHER) },
  ])('is refused where $case', ({ world }) => {
    expect(next(BACK, world)).toMatchObject({ kind: 'refused', holds: [{ reason: 'deployment-in-progress' }] });
  });

  it('that an operator took back, probably ECS itself, is not made again', () => {
    expect(next(WENT, running(NEW), 2)).toMatchObject({ kind: 'failed' });
    // ECS may show the past for a moment.
    expect(next(WENT, running(NEW), 0.5)).toMatchObject({ kind: 'move' });
  });

  it('is not undone over a revision that an operator deployed since', () => {
    const undone = rollBack.undo(WENT, { now: START + 2 * MINUTE, running: running(OTHER) });
    expect(undone).toMatchObject({ kind: 'refused' });
    expect(rollBack.undo(WENT, { now: START + 2 * MINUTE, running: running(OLD) })).toMatchObject({
      kind: 'move',
      move: { taskDefinitionArn: NEW },
    });
  });
});

describe('a replacement', () => {
  const plan = {
    kind: 'replaceTasks' as const,
    victims: ['task/1'],
    sickKnown: true,
    desiredBefore: 4,
    keepRunning: 2,
    behindLoadBalancer: false,
    tasksBefore: ['task/1'],
  };

  it('stops where a deployment began', () => {
    const task = {
      lastStatus: 'RUNNING',
      desiredStatus: 'RUNNING',
      health: 'HEALTHY' as const,
      taskDefinitionArn: NEW,
    };
    const tasks = [1, 2, 3, 4].map((number) => ({ ...task, arn: `task/${number}` }));
    const after = (state: 'COMPLETED' | 'IN_PROGRESS') =>
      replaceTasks.next({ plan, moves: [] }, { now: START, running: { ...running(NEW, state), tasks } }, START);
    expect(after('COMPLETED')).toMatchObject({ kind: 'move' });
    expect(after('IN_PROGRESS')).toMatchObject({ kind: 'refused', holds: [{ reason: 'deployment-in-progress' }] });
  });
});
