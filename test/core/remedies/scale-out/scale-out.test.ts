/** Adding tasks: only where load explains the failure, never more than allowed, and taken back only while it is ours. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RemedyStep } from '../../../../core/catalog/runbook.ts';
import type { ServiceEntry } from '../../../../core/catalog/service.ts';
import { known, unknown } from '../../../../core/world/known.ts';
import type { Facts, Running } from '../../../../core/facts/facts.ts';
import type { ServiceSnapshot } from '../../../../core/world/service.ts';
import type { TaskSnapshot } from '../../../../core/world/task.ts';
import type { Journal } from '../../../../core/incident/journal.ts';
import type { ScaleOutPlan } from '../../../../core/remedies/scale-out/plan.ts';
import type { Next, Observation } from '../../../../core/remedies/remedy.ts';
import { scaleOut } from '../../../../core/remedies/scale-out/scale-out.ts';
import type { ExampleFacts } from '../../../../core/runbook/example.ts';
import { shippedRunbooks } from '../../../support/catalog.ts';
import { ORDINARY, factsOf } from '../../../support/example-facts.ts';

const STEP: RemedyStep = { remedy: 'scaleOut', class: 'safe', expectedMinutes: 3, undo: 'none' };
const MINUTE = 60_000;

const BUSY: ExampleFacts = { ...ORDINARY, sickTasks: 4, load: 2 };

function busyFacts(given: Partial<ExampleFacts> = {}, change: Partial<Facts> = {}, entry: Partial<ServiceEntry> = {}) {
  const shipped = shippedRunbooks().find(({ runbook }) => runbook.failureType === 'high-cpu');
  if (shipped === undefined) throw new Error('there is no runbook high-cpu');
  const expected = { choose: 'page' as const, not: [], refuses: {} };
  const facts = factsOf(shipped.runbook, { name: 'busy', given: { ...BUSY, ...given }, expect: expected });
  return { ...facts, ...change, service: { ...facts.service, ...entry } };
}

function withService(facts: Facts, change: Partial<ServiceSnapshot>): Facts {
  if (facts.running.kind === 'unknown') throw new Error('the example knows what runs');
  const { value } = facts.running;
  return { ...facts, running: known<Running>({ ...value, service: { ...value.service, ...change } }) };
}

function reasonsOf(facts: Facts): readonly string[] {
  const planned = scaleOut.plan(facts, STEP);
  return planned.kind === 'held' ? planned.holds.map(({ reason }) => reason) : [];
}

describe('scaling out', () => {
  it.each([
    { case: 'half as many again', tasks: 4, to: 6 },
    { case: 'one at least', tasks: 1, to: 2 },
    { case: 'a started half counts', tasks: 5, to: 8 },
    { case: 'never more than fifty at once', tasks: 300, to: 350 },
    { case: 'up to what the service may have', tasks: 4, maxTasks: 5, to: 5 },
    { case: 'more than twice never, even where it may', tasks: 4, maxTasks: 40, to: 6 },
  ])('adds $case', ({ tasks, maxTasks, to }) => {
    const facts = busyFacts({ tasks, sickTasks: tasks }, {}, maxTasks === undefined ? {} : { maxTasks });
    expect(scaleOut.plan(facts, STEP)).toMatchObject({
      kind: 'possible',
      plan: { from: tasks, to, usualRequests: 100, expiresAt: facts.now + 6 * 60 * MINUTE },
      text: `scale out from ${tasks} to ${to} tasks`,
      disruptionMinutes: 0,
    });
  });

  it.each([
    { case: 'load is as usual', facts: busyFacts({ load: 1.2 }), reason: 'not-overloaded' },
    {
      case: 'no metric counts requests',
      facts: busyFacts({}, { load: unknown('no counts') }),
      reason: 'not-overloaded',
    },
    {
      case: 'nothing was asked of it before',
      facts: busyFacts({}, { load: known({ now: 5, usual: 0 }) }),
      reason: 'not-overloaded',
    },
    { case: 'one task of four is hot', facts: busyFacts({ sickTasks: 1 }), reason: 'not-overloaded' },
    {
      case: 'a deployment is in progress',
      facts: busyFacts({ deploymentInProgress: true }),
      reason: 'deployment-in-progress',
    },
    { case: 'it is scaled to zero', facts: withService(busyFacts(), { desiredCount: 0 }), reason: 'no-targets' },
    {
      case: 'tasks do not start',
      facts: withService(busyFacts(), { runningCount: 3, pendingCount: 1 }),
      reason: 'tasks-not-running',
    },
    {
      case: 'the service is going',
      facts: withService(busyFacts(), { status: 'DRAINING' }),
      reason: 'service-inactive',
    },
    { case: 'it has the most it may have', facts: busyFacts({}, {}, { maxTasks: 4 }), reason: 'most-tasks-reached' },
    { case: 'it has more than it may have', facts: busyFacts({}, {}, { maxTasks: 2 }), reason: 'most-tasks-reached' },
    {
      case: 'what it calls is failing, whatever the alarm says',
      facts: busyFacts({}, { dependencies: [{ service: 'database', health: 'Failing', failing: true }] }),
      reason: 'dependency-failing',
    },
    {
      case: 'what runs cannot be read',
      facts: busyFacts({}, { running: unknown('throttled') }),
      reason: 'service-unreadable',
    },
  ])('is held when $case', ({ facts, reason }) => {
    expect(reasonsOf(facts)).toEqual([reason]);
  });

  it('names every reason it has, not the first', () => {
    const facts = withService(busyFacts({ load: 1, deploymentInProgress: true }, {}, { maxTasks: 1 }), {
      runningCount: 2,
    });
    expect(reasonsOf(facts)).toEqual(['deployment-in-progress', 'not-overloaded', 'most-tasks-reached']);
  });
});

const PLAN: ScaleOutPlan = {
  kind: 'scaleOut',
  from: 4,
  to: 6,
  behindLoadBalancer: true,
  tasksBefore: ['old-0', 'old-1', 'old-2', 'old-3'],
  usualRequests: 100,
  expiresAt: 6 * 60 * MINUTE,
};
const SET: Journal = { plan: PLAN, moves: [{ at: 0, move: { kind: 'setDesiredCount', count: 6 }, text: 'more' }] };
const UNMOVED: Journal = { plan: PLAN, moves: [] };

interface Seen {
  readonly desired: number;
  readonly at?: number;
  /** Added tasks that run, and those of them that the load balancer finds healthy. */
  readonly added?: number;
  readonly healthy?: number;
  readonly oldHealthy?: boolean;
  readonly rolling?: boolean;
}

function seen({ desired, at = 0, added = 0, healthy = added, oldHealthy = true, rolling = false }: Seen): Observation {
  const ids = [...PLAN.tasksBefore, ...Array.from({ length: added }, (_, index) => `new-${index}`)];
  const well = (id: string, index: number) =>
    id.startsWith('old') ? oldHealthy : index - PLAN.tasksBefore.length < healthy;
  const tasks = ids.map((id): TaskSnapshot => ({
    arn: id,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    health: 'UNKNOWN',
    taskDefinitionArn: 'user:7',
    privateIp: `ip-${id}`,
  }));
  const targets = ids.map((id, index) => ({
    id: `ip-${id}`,
    port: 80,
    state: well(id, index) ? ('healthy' as const) : ('unhealthy' as const),
  }));
  const rolloutState = rolling ? ('IN_PROGRESS' as const) : ('COMPLETED' as const);
  const deployments = [
    { id: '1', status: 'PRIMARY' as const, rolloutState, taskDefinitionArn: 'user:7', createdAt: 0 },
  ];
  const running = { desiredCount: desired, runningCount: ids.length, pendingCount: 0 };
  const service = {
    status: 'ACTIVE',
    ...running,
    taskDefinitionArn: 'user:7',
    deploymentController: 'ECS',
    deployments,
  };
  return { now: at, running: { service, tasks, targets } };
}

describe('a scale-out under way', () => {
  it.each([
    {
      case: 'sets the count first',
      journal: UNMOVED,
      world: { desired: 4 },
      next: { kind: 'move', move: { count: 6 } },
    },
    {
      case: 'sets it once more while it is not to be seen',
      journal: SET,
      world: { desired: 4, at: 20_000 },
      next: { kind: 'move' },
    },
    {
      case: 'waits for the added tasks',
      journal: SET,
      world: { desired: 6, added: 1, at: 9_000 },
      next: { kind: 'wait' },
    },
    {
      case: 'waits for their health',
      journal: SET,
      world: { desired: 6, added: 2, healthy: 1, at: 9_000 },
      next: { kind: 'wait' },
    },
    {
      case: 'is done when they serve',
      journal: SET,
      world: { desired: 6, added: 2, at: 9_000 },
      next: { kind: 'done' },
    },
    {
      case: 'does not wait for old ones that are too busy for their health check',
      journal: SET,
      world: { desired: 6, added: 2, oldHealthy: false, at: 9_000 },
      next: { kind: 'done' },
    },
    {
      case: 'fails when they do not come',
      journal: SET,
      world: { desired: 6, added: 1, at: 9 * MINUTE },
      next: { kind: 'failed' },
    },
    {
      case: 'gives way to the actor that took the count back',
      journal: SET,
      world: { desired: 4, at: 2 * MINUTE },
      next: { kind: 'refused', holds: [{ reason: 'count-changed-by-others' }] },
    },
    {
      case: 'gives way to the actor that set another',
      journal: SET,
      world: { desired: 9, at: 9_000 },
      next: { kind: 'refused', holds: [{ reason: 'count-changed-by-others' }] },
    },
    {
      case: 'gives way to the actor that changed it before anything was done',
      journal: UNMOVED,
      world: { desired: 5 },
      next: { kind: 'refused', holds: [{ reason: 'count-changed-by-others' }] },
    },
    {
      case: 'stops for a deployment',
      journal: SET,
      world: { desired: 6, added: 1, rolling: true },
      next: { kind: 'refused', holds: [{ reason: 'deployment-in-progress' }] },
    },
  ])('$case', ({ journal, world, next }) => {
    expect(scaleOut.next(journal, seen(world), 0)).toMatchObject(next);
  });

  it('is undone while the count is ours, and left alone when it is not', () => {
    expect(scaleOut.undo(SET, seen({ desired: 6 }))).toMatchObject({ kind: 'move', move: { count: 4 } });
    expect(scaleOut.undo(SET, seen({ desired: 4 }))).toMatchObject({ kind: 'done' });
    expect(scaleOut.undo(SET, seen({ desired: 7 }))).toMatchObject({
      kind: 'refused',
      holds: [{ reason: 'count-changed-by-others' }],
    });
  });

  it('never sets any count but the two of its plan, whatever it sees', () => {
    const worlds = fc.record({
      desired: fc.integer({ min: 0, max: 12 }),
      at: fc.integer({ min: 0, max: 20 * MINUTE }),
      added: fc.integer({ min: 0, max: 4 }),
      rolling: fc.boolean(),
    });
    const counts = (next: Next) =>
      next.kind === 'move' && next.move.kind === 'setDesiredCount' ? [next.move.count] : [];
    fc.assert(
      fc.property(worlds, fc.constantFrom(SET, UNMOVED), (world, journal) => {
        expect(counts(scaleOut.next(journal, seen(world), 0)).every((count) => count === PLAN.to)).toBe(true);
        expect(counts(scaleOut.undo(journal, seen(world))).every((count) => count === PLAN.from)).toBe(true);
      }),
    );
  });
});
