/** Nothing that a remedy began is waited for without end. */
import { describe, expect, it } from 'vitest';
import type { Journal } from '../../../core/incident/journal.ts';
import { known } from '../../../core/world/known.ts';
import { replaceTasks } from '../../../core/remedies/replace-tasks/replace-tasks.ts';
import { rollBack } from '../../../core/remedies/roll-back/roll-back.ts';
import { scaleOut } from '../../../core/remedies/scale-out/scale-out.ts';
import { aScaleOutPlan } from '../../support/scale-out-plan.ts';
import { shippedRunbooks } from '../../support/catalog.ts';
import { factsOf } from '../../support/example-facts.ts';

const START = Date.UTC(2026, 0, 15, 3, 0);
const [OLD, NEW] = ['user:6', 'user:7'] as const;

describe('a replacement of every task', () => {
  const shipped = shippedRunbooks().find(({ runbook }) => runbook.failureType === 'memory-leak');
  const example = shipped?.examples[0];
  if (shipped === undefined || example === undefined) throw new Error('memory-leak has no examples');
  const facts = factsOf(shipped.runbook, example);
  if (facts.running.kind === 'unknown') throw new Error('the example says what runs');
  const { service, tasks, targets } = facts.running.value;
  const [task] = tasks;
  const [target] = targets;
  if (task === undefined || target === undefined) throw new Error('the example has no task behind a load balancer');
  const step = { remedy: 'replaceTasks', class: 'safe', expectedMinutes: 3, undo: 'none' } as const;

  it.each([
    { count: 80, kind: 'possible' },
    { count: 81, kind: 'held' },
  ])('of $count is $kind', ({ count, kind }) => {
    const ids = Array.from({ length: count }, (_, index) => `10.0.${index >> 8}.${index & 255}`);
    const running = known({
      service: { ...service, desiredCount: count, runningCount: count },
      tasks: ids.map((privateIp) => ({ ...task, arn: `${task.arn}${privateIp}`, privateIp })),
      targets: ids.map((id) => ({ ...target, id })),
      taskValues: {},
    });
    const planned = replaceTasks.plan({ ...facts, running }, step);
    expect(planned.kind, JSON.stringify(planned)).toBe(kind);
  });
});

describe('added tasks that are still needed', () => {
  it.each([
    { hours: 1, kind: 'wait' },
    { hours: 23, kind: 'wait' },
    { hours: 25, kind: 'failed' },
  ])('lead to $kind $hours hours after they were to be given back', ({ hours, kind }) => {
    const plan = aScaleOutPlan(START);
    const move = { kind: 'setDesiredCount' as const, count: plan.to };
    const journal: Journal = { plan, moves: [{ at: START - 6 * 3_600_000, move, text: 'added' }] };
    const service = {
      status: 'ACTIVE',
      desiredCount: plan.to,
      runningCount: plan.to,
      pendingCount: 0,
      taskDefinitionArn: OLD,
      deploymentController: 'ECS',
      deployments: [],
    };
    const requests = known(100 * plan.usualRequests);
    const running = { service, tasks: [], targets: [] };
    const next = scaleOut.undo(journal, { now: START + hours * 3_600_000, running, requests, leftover: {} });
    expect(next.kind).toBe(kind);
  });
});

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
