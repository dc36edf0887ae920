/** A whole fake ECS in virtual time behind target groups whose health checks follow the fake runtime. */
import { type Answers, answersOf } from 'loopback-aws/answers.ts';
import type { AwsEvent } from 'loopback-aws/aws-event.ts';
import type { VirtualClock } from 'loopback-aws/clock.ts';
import {
  type EcsCloud,
  elasticContainerService,
  type NewService,
  type NewTaskDefinition,
} from 'loopback-aws/ecs/ecs.ts';
import { type ContainerHealthCheck, type Service, type Task, tasksOf } from 'loopback-aws/ecs/state.ts';
import { type TargetGroup, targetRegistry, type Targets } from 'loopback-aws/elb/targets.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { sure } from './dig.ts';
import { type FakeRuntime, fakeRuntime } from './fake-runtime.ts';

/** Operations that name their resource by ARN alone. */
const CLUSTERLESS = /^(Describe|Stop)Service(Deployment|Revision)s?$|^DescribeTaskDefinition$/;

export interface VirtualEcs {
  readonly clock: VirtualClock;
  readonly ecs: EcsCloud;
  readonly targets: Targets;
  readonly group: TargetGroup;
  readonly runtime: FakeRuntime;
  register(release: number): string;
  /** The next release of `web` with a container health check; the ARN of its task definition. */
  registerWorker(healthCheck: ContainerHealthCheck): string;
  /** Creates the service `web` of two tasks and lets it settle. */
  create(service: Partial<NewService>): Promise<void>;
  /** Creates the service `web` behind no load balancer, which has a container health check instead. */
  createWorker(healthCheck: ContainerHealthCheck, service: Partial<NewService>): void;
  service(): Service;
  running(): readonly Task[];
  /** The only or oldest running task. */
  task(): Task;
  call(operation: string, input?: Record<string, unknown>): unknown;
  eventsOf(type: string): readonly AwsEvent[];
}

export function virtualEcs(readLagMs = 0, answers: Answers = answersOf()): VirtualEcs {
  const clock = virtualClock(Date.UTC(2026, 0, 5, 12, 0, 0));
  const events: AwsEvent[] = [];
  const runtime = fakeRuntime(clock);
  const targets = targetRegistry(clock);
  const thresholds = { healthCheckIntervalSeconds: 5, healthyThreshold: 2, unhealthyThreshold: 2 };
  const group = targets.createGroup({
    name: 'web',
    loadBalancer: 'web',
    deregistrationDelaySeconds: 20,
    ...thresholds,
  });
  const emit = (event: AwsEvent): void => void events.push(event);
  const ecs = elasticContainerService({ clock, emit, runtime, targets, cluster: 'lab', readLagMs, answers });
  checkHealth({ clock, ecs, targets, runtime });
  const register = (release: number): string => registerRelease(ecs, release);
  const running = (): readonly Task[] => tasksOf(ecs.state, 'web').filter(isRunning);
  const registerWorker = (healthCheck: ContainerHealthCheck): string => registerRelease(ecs, 1, { healthCheck });
  const parts = { clock, ecs, targets, group, runtime, register, registerWorker, running };
  return {
    ...parts,
    async create(service) {
      const taskDefinitionArn = service.taskDefinitionArn ?? register(1);
      ecs.createService({ name: 'web', desiredCount: 2, taskDefinitionArn, targetGroupArn: group.arn, ...service });
      await clock.advance(30_000);
    },
    createWorker(healthCheck, service) {
      const taskDefinitionArn = registerWorker(healthCheck);
      ecs.createService({ name: 'web', desiredCount: 2, taskDefinitionArn, ...service });
    },
    service: () => sure(ecs.state.services.get('web')),
    task: () => sure(running()[0]),
    call(operation, input = {}) {
      const body = CLUSTERLESS.test(operation) ? input : { cluster: 'lab', ...input };
      const call = { service: 'ecs', operation, caller: 'test', at: clock.now(), input: body };
      return sure(ecs.service.operations[operation])(body, call);
    },
    eventsOf: (type) => events.filter((event) => event['detail-type'] === type),
  };
}

const isRunning = (task: Task): boolean => task.desiredStatus === 'RUNNING' && task.lastStatus === 'RUNNING';

function checkHealth(lab: Pick<VirtualEcs, 'clock' | 'ecs' | 'targets' | 'runtime'>): void {
  lab.clock.every(5000, () => {
    const checked = [...lab.targets.groups.keys()].flatMap((arn) =>
      lab.targets.checked(arn).map((target) => [arn, target] as const),
    );
    for (const [arn, target] of checked) {
      const task = [...lab.ecs.state.tasks.values()].find((candidate) => candidate.privateIp === target.id);
      const well = task !== undefined && lab.runtime.behaviour.get(task.taskDefinitionArn) !== 'never-healthy';
      lab.targets.checkResult(arn, target, well);
    }
  });
}

function registerRelease(ecs: EcsCloud, release: number, more: Partial<NewTaskDefinition> = {}): string {
  return ecs.registerTaskDefinition({
    family: 'web',
    containerName: 'web',
    image: `web@sha256:${release}`,
    cpuUnits: 256,
    memoryMiB: 512,
    containerPort: 8080,
    environment: {},
    stopTimeoutSeconds: 30,
    tags: { 'healer:schema': 'compatible' },
    ...more,
  });
}
