/**
 * Replacing tasks behind any number of target groups, whatever the network of the tasks: none is stopped while a target
 * of it takes requests anywhere, and what is left reaches clients by every way.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoadBalancerAttachment, ServiceSnapshot } from '../../../../core/world/service.ts';
import type { TargetSnapshot } from '../../../../core/world/target.ts';
import type { TaskSnapshot } from '../../../../core/world/task.ts';
import { addressOf, type Journal, type Move } from '../../../../core/incident/journal.ts';
import type { ReplaceTasksPlan } from '../../../../core/remedies/replace-tasks/plan.ts';
import { replaceTasks } from '../../../../core/remedies/replace-tasks/replace-tasks.ts';
import type { Next, Observation } from '../../../../core/remedies/remedy.ts';

const DEFINITION = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:1';

type Network = 'awsvpc' | 'bridge' | 'host';
type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

interface FakeTask {
  readonly number: number;
  /** By group: the target's state; absent where it is in no state at all. */
  readonly targets: Map<string, Mutable<TargetSnapshot>>;
}

/** Groups in pairs or alone; `atWork` names the one of each that has the traffic. */
interface World {
  readonly network: Network;
  readonly groups: readonly (readonly string[])[];
  readonly atWork: readonly string[];
  /** Targets that are none of the service's tasks, on the same instances. */
  readonly strangers: readonly TargetSnapshot[];
  readonly tasks: Map<string, FakeTask>;
  desired: number;
  made: number;
}

const portIn = (world: World, group: string): number => 8000 + world.atWork.indexOf(group);

/** Bridge tasks share three instances; of host mode there is one on each. */
function placeOf(world: World, number: number): Pick<TaskSnapshot, 'privateIp' | 'host'> {
  if (world.network === 'awsvpc') return { privateIp: `10.0.0.${number}` };
  if (world.network === 'host') return { host: { instanceId: `i-${number}`, hostPorts: [] } };
  const hostPorts = world.atWork.map((_, index) => hostPort(number, index));
  return { host: { instanceId: `i-${number % 3}`, hostPorts } };
}

const hostPort = (number: number, index: number): number => 32_768 + 10 * number + index;

function addressIn(world: World, number: number, group: string): { readonly id: string; readonly port: number } {
  const { privateIp, host } = placeOf(world, number);
  const index = world.atWork.indexOf(group);
  const port = world.network === 'bridge' ? hostPort(number, index) : portIn(world, group);
  return { id: privateIp ?? host?.instanceId ?? '', port };
}

function launch(world: World, name: string, state: TargetSnapshot['state']): void {
  world.made += 1;
  const number = world.made;
  const targets = new Map(
    world.atWork.map((group) => [group, { ...addressIn(world, number, group), group, state }] as const),
  );
  world.tasks.set(name, { number, targets });
}

interface Drawn {
  readonly network: Network;
  readonly pairs: readonly { readonly paired: boolean; readonly swapped: boolean }[];
  readonly strangers: number;
  readonly desired: number;
}

function aWorld({ network, pairs, strangers, desired }: Drawn): World {
  const groups = pairs.map(({ paired }, index) => (paired ? [`g${index}-blue`, `g${index}-green`] : [`g${index}`]));
  const atWork = groups.map((pair, index) => pair[pairs[index]?.swapped ? pair.length - 1 : 0] ?? '');
  const others = atWork.flatMap((group) =>
    Array.from({ length: strangers }, (_, index): TargetSnapshot => {
      return { id: `i-${index % 3}`, port: 50_000 + index, group, state: 'healthy' };
    }),
  );
  const world: World = { network, groups, atWork, strangers: others, tasks: new Map(), desired, made: 0 };
  for (let count = 0; count < desired; count += 1) launch(world, `old-${count}`, 'healthy');
  return world;
}

function attachmentsOf(world: World): readonly LoadBalancerAttachment[] {
  return world.groups.map(([group = '', alternateGroup], index) => ({
    group,
    ...(alternateGroup !== undefined && { alternateGroup }),
    containerPort: 8000 + index,
  }));
}

function observe(world: World, now: number): Observation {
  const tasks = [...world.tasks].map(([arn, { number }]): TaskSnapshot => ({
    arn,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    health: 'UNKNOWN',
    taskDefinitionArn: DEFINITION,
    ...placeOf(world, number),
  }));
  const targets = [...world.strangers, ...[...world.tasks.values()].flatMap((task) => [...task.targets.values()])];
  const service: ServiceSnapshot = {
    status: 'ACTIVE',
    desiredCount: world.desired,
    runningCount: tasks.length,
    pendingCount: 0,
    taskDefinitionArn: DEFINITION,
    deploymentController: 'ECS',
    deployments: [
      { id: 'ecs-svc/1', status: 'PRIMARY', rolloutState: 'COMPLETED', taskDefinitionArn: DEFINITION, createdAt: 0 },
    ],
    loadBalancers: attachmentsOf(world),
  };
  return { now, running: { service, tasks, targets: targets.map((target) => ({ ...target })) } };
}

/** Does what the move says; @throws where it would take requests away from clients. */
function apply(world: World, move: Move): void {
  if (move.kind === 'setDesiredCount') world.desired = move.count;
  if (move.kind === 'deregisterTarget') {
    const { id, port, group } = addressOf(move);
    const all = [...world.tasks.values()].flatMap((task) => [...task.targets.values()]);
    const target = all.find((one) => one.id === id && one.port === port && one.group === group);
    if (target === undefined) throw new Error(`${id}:${port} in ${group} is no target of the service`);
    target.state = 'draining';
  }
  if (move.kind !== 'stopTask') return;
  const states = [...(world.tasks.get(move.taskArn)?.targets.values() ?? [])].map(({ state }) => state);
  if (states.some((state) => state !== 'draining'))
    throw new Error(`${move.taskArn} is stopped while it takes requests`);
  world.tasks.delete(move.taskArn);
}

function live(world: World, luck: () => boolean): void {
  for (const { targets } of world.tasks.values())
    for (const [group, target] of targets) {
      if (target.state === 'initial' && luck()) target.state = 'healthy';
      if (target.state === 'draining' && luck()) targets.delete(group);
    }
  while (world.tasks.size < world.desired && luck()) launch(world, `new-${world.made}`, 'initial');
}

/** Tasks that clients reach by every way. */
function reached(world: World): number {
  return [...world.tasks.values()].filter(({ targets }) =>
    world.atWork.every((group) => targets.get(group)?.state === 'healthy'),
  ).length;
}

const drawn = fc.record({
  network: fc.constantFrom<Network>('awsvpc', 'bridge', 'host'),
  pairs: fc.array(fc.record({ paired: fc.boolean(), swapped: fc.boolean() }), { minLength: 1, maxLength: 3 }),
  strangers: fc.nat({ max: 3 }),
  desired: fc.integer({ min: 1, max: 8 }),
  sick: fc.integer({ min: 1, max: 8 }),
  sickKnown: fc.boolean(),
  luck: fc.infiniteStream(fc.boolean()),
});

function planFor(world: World, sick: number, sickKnown: boolean): ReplaceTasksPlan {
  const tasksBefore = [...world.tasks.keys()];
  return {
    kind: 'replaceTasks',
    victims: tasksBefore.slice(0, sick),
    sickKnown,
    desiredBefore: world.desired,
    keepRunning: Math.max(1, Math.ceil(world.desired / 2)),
    behindLoadBalancer: true,
    groups: world.groups,
    tasksBefore,
  };
}

interface Played {
  readonly world: World;
  readonly journal: Journal;
  readonly leastReached: number;
  readonly result: string;
}

function play(world: World, plan: ReplaceTasksPlan, luck: () => boolean): Played {
  let journal: Journal = { plan, moves: [] };
  let [now, leastReached] = [1_000_000, plan.desiredBefore];
  for (let turn = 0; turn < 3_000; turn += 1) {
    const next = replaceTasks.next(journal, observe(world, now), 1_000_000);
    if (next.kind === 'wait') {
      now = next.until;
      live(world, luck);
    } else if (next.kind === 'move') {
      journal = { plan, moves: [...journal.moves, { at: now, move: next.move, text: next.text }] };
      apply(world, next.move);
    } else return { world, journal, leastReached, result: resultOf(next) };
    leastReached = Math.min(leastReached, reached(world));
  }
  return { world, journal, leastReached, result: 'never' };
}

/** A refusal by its reasons: no room for a further task is bad luck, every other one would be a mistake here. */
function resultOf(next: Next): string {
  return next.kind === 'refused' ? next.holds.map(({ reason }) => reason).join() : next.kind;
}

describe('replacing tasks behind several target groups', () => {
  it('never stops a task while a target of it takes requests in any group, and never touches a stranger', () => {
    fc.assert(
      fc.property(drawn, ({ sick, sickKnown, luck, ...of }) => {
        const world = aWorld(of);
        const plan = planFor(world, sick, sickKnown);
        const { leastReached, result } = play(world, plan, () => luck.next().value);
        expect(['done', 'failed', 'tasks-not-placed']).toContain(result);
        expect(leastReached).toBeGreaterThanOrEqual(
          Math.min(plan.keepRunning, plan.desiredBefore - (sickKnown ? 1 : 0)),
        );
        const left = [...world.tasks.keys()].filter((arn) => plan.victims.includes(arn));
        expect(result === 'done' ? left : []).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('puts every target back that left a group while its task still runs, in its own group', () => {
    fc.assert(
      fc.property(drawn, fc.nat({ max: 12 }), ({ sick, sickKnown, luck, ...of }, steps) => {
        const world = aWorld(of);
        const before = [...world.tasks].flatMap(([arn, { targets }]) =>
          [...targets.keys()].map((group) => `${arn} ${group}`),
        );
        let journal: Journal = { plan: planFor(world, sick, sickKnown), moves: [] };
        for (let turn = 0; turn < steps; turn += 1) {
          const next = replaceTasks.next(journal, observe(world, 1_000_000), 1_000_000);
          if (next.kind !== 'move' || next.move.kind === 'stopTask') break;
          journal = { ...journal, moves: [...journal.moves, { at: 1_000_000, move: next.move, text: next.text }] };
          apply(world, next.move);
          if (luck.next().value) live(world, () => luck.next().value);
        }
        for (let turn = 0; turn < 100; turn += 1) {
          const next = replaceTasks.undo(journal, observe(world, 1_000_000));
          if (next.kind !== 'move') break;
          if (next.move.kind === 'registerTarget') restore(world, next.move);
          apply(world, next.move);
          journal = { ...journal, moves: [...journal.moves, { at: 1_000_000, move: next.move, text: next.text }] };
        }
        const after = [...world.tasks].flatMap(([arn, { targets }]) =>
          [...targets].flatMap(([group, { state }]) => (state === 'draining' ? [] : [`${arn} ${group}`])),
        );
        expect(after).toEqual(expect.arrayContaining(before));
      }),
      { numRuns: 200 },
    );
  });
});

function restore(world: World, move: Extract<Move, { readonly kind: 'registerTarget' }>): void {
  const { id, port, group = '' } = addressOf(move);
  for (const { number, targets } of world.tasks.values()) {
    const own = addressIn(world, number, group);
    if (own.id === id && own.port === port) targets.set(group, { id, port, group, state: 'initial' });
  }
}
