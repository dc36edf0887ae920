/** The first task of a rollback is watched for a bounded time, however often it starts anew. */
import { describe, expect, it } from 'vitest';
import type { Journal } from '../../../../core/incident/journal.ts';
import { rollBack } from '../../../../core/remedies/roll-back/roll-back.ts';
import type { TaskSnapshot } from '../../../../core/world/task.ts';

const START = Date.UTC(2026, 0, 15, 3, 0);
const MINUTE = 60_000;
const [OLD, NEW] = ['user:6', 'user:7'] as const;
const USUAL = { minimumHealthyPercent: 100, maximumPercent: 200 };
const NARROW = { minimumHealthyPercent: 100, maximumPercent: 125 };
const WATCH_MS = 20 * MINUTE;

const JOURNAL: Journal = {
  plan: { kind: 'rollBack', from: NEW, to: OLD, canary: { usual: USUAL, narrow: NARROW, watchMs: WATCH_MS } },
  moves: [
    { at: START, move: { kind: 'setTaskDefinition', taskDefinitionArn: OLD, rolloutLimits: NARROW }, text: 'deploy' },
  ],
};

/** What follows `now` minutes after the move, with a first task that started `startedAt` minutes after it. */
function nextAt(now: number, startedAt: number | undefined) {
  const deployment = { id: 'd', taskDefinitionArn: OLD, createdAt: START };
  const task: TaskSnapshot = {
    arn: 'task/1',
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    health: 'HEALTHY',
    taskDefinitionArn: OLD,
    startedAt: START + (startedAt ?? 0) * MINUTE,
  };
  const service = {
    status: 'ACTIVE',
    desiredCount: 4,
    runningCount: 5,
    pendingCount: 0,
    taskDefinitionArn: OLD,
    deploymentController: 'ECS',
    deployments: [
      { ...deployment, status: 'PRIMARY' as const, rolloutState: 'IN_PROGRESS' as const },
      { ...deployment, id: 'e', status: 'ACTIVE' as const, rolloutState: 'COMPLETED' as const },
    ],
    rollout: { ...NARROW, strategy: 'ROLLING', hasHooks: false },
  };
  const tasks = startedAt === undefined ? [] : [task];
  return rollBack.next(JOURNAL, { now: START + now * MINUTE, running: { service, tasks, targets: [] } }, START);
}

describe('the first task of a rollback', () => {
  it.each([
    { case: 'none is healthy yet', now: 9, startedAt: undefined, kind: 'wait' },
    { case: 'none was healthy in time', now: 11, startedAt: undefined, kind: 'failed' },
    { case: 'it is healthy and watched', now: 20, startedAt: 9, kind: 'wait' },
    { case: 'it was watched for long enough', now: 30, startedAt: 9, kind: 'move' },
    { case: 'it started anew while it was watched', now: 20, startedAt: 11, kind: 'failed' },
  ])('leads to $kind where $case', ({ now, startedAt, kind }) => {
    expect(nextAt(now, startedAt).kind).toBe(kind);
  });
});
