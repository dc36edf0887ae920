/** Replacing tasks move by move, and the one thing it must never do: leave too few of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replaceTasks } from '../../../../core/remedies/replace-tasks/replace-tasks.ts';
import type { Journal, Move } from '../../../../core/incident/journal.ts';
import type { ReplaceTasksPlan } from '../../../../core/remedies/replace-tasks/plan.ts';
import type { Observation } from '../../../../core/remedies/remedy.ts';
import type { ServiceSnapshot } from '../../../../core/world/service.ts';
import type { TargetSnapshot } from '../../../../core/world/target.ts';
import type { TaskSnapshot } from '../../../../core/world/task.ts';

const DEFINITION = 'arn:aws:ecs:us-east-1:123456789012:task-definition/user:1';

/** A service small enough to hold in a test: tasks start and become healthy when the world says so. */
interface World {
  desired: number;
  readonly tasks: Map<string, { running: boolean; healthy: boolean; inLoadBalancer: boolean; draining: boolean }>;
  made: number;
}

function aWorld(desired: number): World {
  const world: World = { desired, tasks: new Map(), made: 0 };
  for (let i = 0; i < desired; i++)
    world.tasks.set(`old-${i}`, { running: true, healthy: true, inLoadBalancer: true, draining: false });
  return world;
}

function observe(world: World, now: number): Observation {
  const alive = [...world.tasks].filter(([, task]) => task.running);
  const tasks = alive.map(([id]): TaskSnapshot => ({
    arn: id,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    health: 'UNKNOWN',
    taskDefinitionArn: DEFINITION,
    privateIp: `ip-${id}`,
  }));
  const targets = alive.flatMap(([id, task]): TargetSnapshot[] => {
    if (task.draining) return [{ id: `ip-${id}`, port: 80, state: 'draining' }];
    return task.inLoadBalancer ? [{ id: `ip-${id}`, port: 80, state: task.healthy ? 'healthy' : 'initial' }] : [];
  });
  const service: ServiceSnapshot = {
    status: 'ACTIVE',
    desiredCount: world.desired,
    runningCount: alive.length,
    pendingCount: 0,
    taskDefinitionArn: DEFINITION,
    deploymentController: 'ECS',
    deployments: [
      { id: 'ecs-svc/1', status: 'PRIMARY', rolloutState: 'COMPLETED', taskDefinitionArn: DEFINITION, createdAt: 0 },
    ],
  };
  return { now, running: { service, tasks, targets } };
}

function apply(world: World, move: Move): void {
  if (move.kind === 'setDesiredCount') world.desired = move.count;
  if (move.kind === 'deregisterTarget') {
    const task = world.tasks.get(move.targetId.replace('ip-', ''));
    if (task !== undefined) Object.assign(task, { inLoadBalancer: false, draining: true });
  }
  if (move.kind === 'stopTask') world.tasks.delete(move.taskArn);
}

/** What ECS does by itself meanwhile; `luck` says how far it gets. */
function live(world: World, luck: () => boolean): void {
  for (const task of world.tasks.values()) {
    if (!task.healthy && luck()) task.healthy = true;
    if (task.draining && luck()) task.draining = false;
  }
  while (world.tasks.size < world.desired && luck()) {
    world.made += 1;
    world.tasks.set(`new-${world.made}`, { running: true, healthy: false, inLoadBalancer: true, draining: false });
  }
}

function answering(world: World): number {
  return [...world.tasks.values()].filter((task) => task.running && task.healthy && task.inLoadBalancer).length;
}

function aPlan(desired: number, victims: readonly string[], sickKnown: boolean): ReplaceTasksPlan {
  const tasksBefore = Array.from({ length: desired }, (_, i) => `old-${i}`);
  return {
    kind: 'replaceTasks',
    victims,
    sickKnown,
    desiredBefore: desired,
    keepRunning: Math.max(1, Math.ceil(desired / 2)),
    behindLoadBalancer: true,
    tasksBefore,
  };
}

interface Played {
  readonly world: World;
  readonly moves: readonly Move[];
  readonly leastAnswering: number;
  readonly result: string;
}

function play(plan: ReplaceTasksPlan, luck: () => boolean): Played {
  const world = aWorld(plan.desiredBefore);
  let journal: Journal = { plan, moves: [] };
  let leastAnswering = plan.desiredBefore;
  let now = 1_000_000;
  for (let turn = 0; turn < 2_000; turn++) {
    const next = replaceTasks.next(journal, observe(world, now), 1_000_000);
    if (next.kind === 'move') {
      journal = { plan, moves: [...journal.moves, { at: now, move: next.move, text: next.text }] };
      apply(world, next.move);
    } else if (next.kind === 'wait') {
      now = next.until;
      live(world, luck);
    } else {
      return { world, moves: journal.moves.map(({ move }) => move), leastAnswering, result: next.kind };
    }
    leastAnswering = Math.min(leastAnswering, answering(world));
  }
  return { world, moves: journal.moves.map(({ move }) => move), leastAnswering, result: 'never' };
}

const always = () => true;

describe('replacing tasks', () => {
  it('replaces all suspects in batches of one, a quarter, and the rest, starting before stopping', () => {
    const victims = Array.from({ length: 8 }, (_, i) => `old-${i}`);
    const { moves, world, leastAnswering } = play(aPlan(8, victims, false), always);
    const counts = moves.flatMap((move) => (move.kind === 'setDesiredCount' ? [move.count] : []));
    expect(Math.max(...counts)).toBe(8 + 5);
    expect(counts[0]).toBe(9);
    expect(leastAnswering).toBeGreaterThanOrEqual(8);
    expect([...world.tasks.keys()].every((id) => id.startsWith('new'))).toBe(true);
    expect(world.desired).toBe(8);
  });

  it('never answers with fewer tasks than the budget, ends with the count it found, and stops only its victims', () => {
    const input = fc.integer({ min: 1, max: 12 }).chain((desired) =>
      fc.record({
        desired: fc.constant(desired),
        victims: fc.shuffledSubarray(
          Array.from({ length: desired }, (_, i) => `old-${i}`),
          { minLength: 1 },
        ),
        sickKnown: fc.boolean(),
        luck: fc.infiniteStream(fc.boolean()),
      }),
    );
    fc.assert(
      fc.property(input, ({ desired, victims, sickKnown, luck }) => {
        const plan = aPlan(desired, victims, sickKnown);
        const { world, moves, leastAnswering, result } = play(plan, () => luck.next().value);
        const stopped = moves.flatMap((move) => (move.kind === 'stopTask' ? [move.taskArn] : []));
        expect(stopped.every((arn) => victims.includes(arn))).toBe(true);
        expect(leastAnswering).toBeGreaterThanOrEqual(Math.min(plan.keepRunning, desired));
        const complete = world.desired === desired && victims.every((arn) => stopped.includes(arn));
        expect(result === 'done' ? complete : true).toBe(true);
        expect(['done', 'failed']).toContain(result);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves everything alone when another actor changed the count', () => {
    const world = aWorld(4);
    world.desired = 7;
    const next = replaceTasks.next({ plan: aPlan(4, ['old-0'], true), moves: [] }, observe(world, 0), 0);
    expect(next).toMatchObject({ kind: 'refused', holds: [{ reason: 'count-changed-by-others' }] });
  });

  it('takes no sick task away before a well one answers, when all of them are sick', () => {
    const { result, leastAnswering, moves } = play(aPlan(3, ['old-0', 'old-1', 'old-2'], true), always);
    expect(result).toBe('done');
    expect(leastAnswering).toBeGreaterThanOrEqual(2);
    expect(moves[0]).toEqual({ kind: 'setDesiredCount', count: 4 });
  });

  it('gives up when no replacement becomes healthy', () => {
    // The only piece of luck is that the task is begun.
    const luck = [true];
    const { result, moves } = play(aPlan(3, ['old-0'], false), () => luck.shift() ?? false);
    expect(result).toBe('failed');
    expect(moves.some(({ kind }) => kind === 'stopTask')).toBe(false);
  });

  it('is no failure of the remedy where ECS has no room for one more task', () => {
    const { result, moves } = play(aPlan(3, ['old-0'], false), () => false);
    expect(result).toBe('refused');
    expect(moves.some(({ kind }) => kind === 'stopTask')).toBe(false);
  });
});
