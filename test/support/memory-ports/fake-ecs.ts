/**
 * ECS and its load balancer as far as the healer meets them: a service keeps its desired count, a stopped task is
 * missed before it is replaced (stop first), a new task definition rolls out start first, and targets follow tasks.
 * Simple but honest: nothing becomes running or healthy before its time, and things happen only on `tick`.
 */
import type { ServiceEntry } from '../../../core/catalog/service.ts';
import { NotThere, WriteFailed } from '../../../core/ports/errors.ts';
import { type Services } from '../../../core/ports/services.ts';
import { type TargetAddress, type TargetSnapshot } from '../../../core/world/target.ts';
import { type TaskDefinitionSnapshot } from '../../../core/world/release.ts';
import { type TaskProtection, type TaskSnapshot } from '../../../core/world/task.ts';
import { singleTargetGroupsOf, targetGroupsOf } from '../../../core/catalog/target-groups.ts';
import { STOP_REASON_PREFIX } from '../../../core/vocabulary.ts';
import { newService, startTask, type FakeService, type ServiceOptions } from './fake-service.ts';
import { beginDeployment, historyOf, snapshotOf } from './fake-deployments.ts';
import { deregister, register, retireTask, settleService } from './fake-service-life.ts';

export interface StoppedTask {
  readonly taskArn: string;
  readonly reason: string;
  readonly at: number;
}

export interface FakeEcs {
  readonly port: Services;
  /** Tasks the healer stopped, oldest first. */
  readonly stopped: readonly StoppedTask[];
  /** Adds a service with its tasks running and its targets healthy. */
  addService(entry: ServiceEntry, options: ServiceOptions): void;
  addTaskDefinition(definition: TaskDefinitionSnapshot): void;
  /** The service itself: a test may change anything about it. @throws NotThere when there is none. */
  service(entry: ServiceEntry): FakeService;
  /** An operator deploys: same as the healer's `setTaskDefinition`. */
  deploy(entry: ServiceEntry, taskDefinitionArn: string): void;
  /** Lets everything happen that is due by now. */
  tick(): void;
}

export function fakeEcs(now: () => number): FakeEcs {
  const services = new Map<string, FakeService>();
  const definitions = new Map<string, TaskDefinitionSnapshot>();
  const stopped: StoppedTask[] = [];
  const find = (entry: ServiceEntry): FakeService => {
    const service = services.get(`${entry.cluster}/${entry.ecsService}`);
    if (service === undefined) throw new NotThere(`ECS has no service ${entry.ecsService}: MISSING`);
    return service;
  };
  const world = { find, now, definitions, stopped };
  return {
    stopped,
    service: find,
    port: { ...reads(world), ...writes(world) },
    addService(entry, options) {
      const service = newService(entry, options, now());
      for (let count = 0; count < options.desired; count += 1) startTask(service, now(), 'started');
      services.set(`${entry.cluster}/${entry.ecsService}`, service);
    },
    addTaskDefinition: (definition) => void definitions.set(definition.arn, definition),
    deploy: (entry, taskDefinitionArn) => beginDeployment(find(entry), taskDefinitionArn, now()),
    tick: () => services.forEach((service) => settleService(service, now())),
  };
}

interface World {
  readonly find: (entry: ServiceEntry) => FakeService;
  readonly now: () => number;
  readonly definitions: ReadonlyMap<string, TaskDefinitionSnapshot>;
  readonly stopped: StoppedTask[];
}

function reads({
  find,
  definitions,
  now,
}: World): Pick<Services, 'describe' | 'tasks' | 'protections' | 'targets' | 'deployments' | 'taskDefinition'> {
  return {
    describe: async (entry) => snapshotOf(find(entry)),
    tasks: async (entry) =>
      find(entry)
        .tasks.filter((task) => task.desiredStatus === 'RUNNING')
        .map(({ createdAt: _created, stoppingAt: _stopping, protectedUntil: _until, ...task }): TaskSnapshot => task),
    protections: async (entry, taskArns) => protectionsOf(find(entry), taskArns, now()),
    targets: async (entry) =>
      targetGroupsOf(entry).length === 0
        ? []
        : find(entry).targets.map(({ since: _since, ...target }): TargetSnapshot => target),
    deployments: async (entry) => historyOf(find(entry)),
    async taskDefinition(arn) {
      const definition = definitions.get(arn);
      if (definition === undefined) throw new NotThere(`There is no task definition ${arn}`);
      return definition;
    },
  };
}

/** What ECS says of each task that is asked about; of one that is gone, that nothing protects it. */
export function protectionsOf(
  { tasks }: Pick<FakeService, 'tasks'>,
  taskArns: readonly string[],
  now: number,
): readonly TaskProtection[] {
  return taskArns.map((taskArn) => {
    const until = tasks.find(({ arn }) => arn === taskArn)?.protectedUntil;
    if (until === undefined || until <= now) return { taskArn, state: 'free' };
    return { taskArn, state: 'protected', until };
  });
}

/** Refuses what the adapter refuses: a target group that is not registered. */
export function balanced(entry: ServiceEntry, { group }: TargetAddress): ServiceEntry {
  const registered = singleTargetGroupsOf(entry).map(({ arn }) => arn);
  if (!registered.includes(group ?? registered[0] ?? ''))
    throw new WriteFailed(`${entry.name} has no such target group`);
  return entry;
}

type ServiceWrites = Omit<
  Services,
  'describe' | 'tasks' | 'protections' | 'targets' | 'deployments' | 'taskDefinition'
>;

function writes({ find, now, stopped }: World): ServiceWrites {
  const change = (entry: ServiceEntry, effect: (service: FakeService) => void): void => {
    try {
      effect(find(entry));
    } catch (cause) {
      throw new WriteFailed(`Service ${entry.name} could not be changed`, { cause });
    }
  };
  return {
    setDesiredCount: async (entry, count) => change(entry, (service) => void (service.desired = count)),
    setTaskDefinition: async (entry, arn, rolloutLimits) =>
      change(entry, (service) => {
        service.rollout = { ...service.rollout, ...rolloutLimits };
        beginDeployment(service, arn, now());
      }),
    setRolloutLimits: async (entry, rolloutLimits) =>
      change(entry, (service) => void (service.rollout = { ...service.rollout, ...rolloutLimits })),
    async stopTask(entry, taskArn, reason) {
      if (!reason.startsWith(STOP_REASON_PREFIX)) throw new WriteFailed(`"${reason}" lacks ${STOP_REASON_PREFIX}`);
      change(entry, (service) => {
        const task = service.tasks.find((candidate) => candidate.arn === taskArn);
        if (task?.desiredStatus !== 'RUNNING') return;
        retireTask(service, task, now());
        stopped.push({ taskArn, reason, at: now() });
      });
    },
    deregisterTarget: async (entry, target) =>
      change(balanced(entry, target), (service) => deregister(service, target, now())),
    registerTarget: async (entry, target) =>
      change(balanced(entry, target), (service) => register(service, target, now())),
  };
}
