/**
 * A whole fake ECS in virtual time with a runtime that has no processes: containers start when told how, health
 * checks are answered from a set, and every event is kept.
 */
import type { AwsEvent } from '../../../lab/cloud/aws-event.ts';
import type { VirtualClock } from '../../../lab/cloud/clock.ts';
import { type EcsCloud, elasticContainerService, type NewService } from '../../../lab/cloud/ecs/ecs.ts';
import { type Task, tasksOf } from '../../../lab/cloud/ecs/state.ts';
import type { TaskExit, TaskHooks, TaskLaunch } from '../../../lab/cloud/ecs/task-runtime.ts';
import { type TargetGroup, targetRegistry, type Targets } from '../../../lab/cloud/elb/targets.ts';
import { virtualClock } from '../../../lab/cloud/virtual-clock.ts';

/** Operations that name their resource by ARN alone. */
const CLUSTERLESS = /^(Describe|Stop)Service(Deployment|Revision)s?$|^DescribeTaskDefinition$/;

export const START = Date.UTC(2026, 0, 5, 12, 0, 0);

export interface VirtualEcs {
  readonly clock: VirtualClock;
  readonly ecs: EcsCloud;
  readonly targets: Targets;
  readonly group: TargetGroup;
  readonly events: AwsEvent[];
  /** How the next containers of a task definition end: they never run, or run but never pass a health check. */
  readonly behaviour: Map<string, 'fails-to-start' | 'never-healthy' | 'ignores-sigterm'>;
  readonly signals: string[];
  register(release: number): string;
  create(service: Partial<NewService>): Promise<void>;
  running(): readonly Task[];
  exit(taskId: string, exit: TaskExit): void;
  call(operation: string, input?: Record<string, unknown>): Record<string, any>; // eslint-disable-line
  eventsOf(type: string): readonly AwsEvent[];
}

export function virtualEcs(readLagMs = 0): VirtualEcs {
  const clock = virtualClock(START);
  const events: AwsEvent[] = [];
  const signals: string[] = [];
  const behaviour: VirtualEcs['behaviour'] = new Map();
  const hooks = new Map<string, { launch: TaskLaunch; hooks: TaskHooks }>();
  const targets = targetRegistry(clock);
  const group = targets.createGroup({
    name: 'web',
    loadBalancer: 'web',
    deregistrationDelaySeconds: 20,
    healthCheckIntervalSeconds: 5,
    healthyThreshold: 2,
    unhealthyThreshold: 2,
  });
  const exit = (taskId: string, how: TaskExit): void => {
    const found = hooks.get(taskId);
    hooks.delete(taskId);
    found?.hooks.exited(how);
  };
  const runtime = {
    start(launch: TaskLaunch, taskHooks: TaskHooks) {
      hooks.set(launch.taskId, { launch, hooks: taskHooks });
      const fails = behaviour.get(launch.taskDefinitionArn) === 'fails-to-start';
      clock.at(clock.now() + 1000, () =>
        fails ? exit(launch.taskId, { exitCode: 1, outOfMemory: false }) : taskHooks.running(),
      );
    },
    signal(taskId: string, signal: 'SIGTERM' | 'SIGKILL') {
      const found = hooks.get(taskId);
      if (found === undefined) return;
      signals.push(signal);
      if (signal === 'SIGTERM' && behaviour.get(found.launch.taskDefinitionArn) === 'ignores-sigterm') return;
      clock.at(clock.now(), () => exit(taskId, { exitCode: signal === 'SIGTERM' ? 0 : 137, outOfMemory: false }));
    },
  };
  const ecs = elasticContainerService({
    clock,
    emit: (event) => void events.push(event),
    runtime,
    targets,
    cluster: 'lab',
    readLagMs,
  });
  clock.every(5000, () => {
    for (const target of targets.checked(group.arn)) {
      const task = [...ecs.state.tasks.values()].find((candidate) => candidate.privateIp === target.id);
      targets.checkResult(
        group.arn,
        target,
        task !== undefined && behaviour.get(task.taskDefinitionArn) !== 'never-healthy',
      );
    }
  });
  const register = (release: number): string =>
    ecs.registerTaskDefinition({
      family: 'web',
      containerName: 'web',
      image: `web@sha256:${release}`,
      cpuUnits: 256,
      memoryMiB: 512,
      containerPort: 8080,
      environment: {},
      stopTimeoutSeconds: 30,
      tags: { 'healer:schema': 'compatible' },
    });
  return {
    clock,
    ecs,
    targets,
    group,
    events,
    behaviour,
    signals,
    register,
    exit,
    async create(service) {
      const taskDefinitionArn = service.taskDefinitionArn ?? register(1);
      ecs.createService({ name: 'web', desiredCount: 2, taskDefinitionArn, targetGroupArn: group.arn, ...service });
      await clock.advance(30_000);
    },
    running: () =>
      tasksOf(ecs.state, 'web').filter((task) => task.desiredStatus === 'RUNNING' && task.lastStatus === 'RUNNING'),
    call(operation, input = {}) {
      const body = CLUSTERLESS.test(operation) ? input : { cluster: 'lab', ...input };
      return ecs.service.operations[operation]?.(body, {
        service: 'ecs',
        operation,
        caller: 'test',
        at: clock.now(),
        input: body,
      }) as Record<string, any>;
    },
    eventsOf: (type) => events.filter((event) => event['detail-type'] === type),
  };
}
