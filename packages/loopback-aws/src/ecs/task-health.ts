/**
 * How a task stands in the eyes of the service scheduler: by the checks of its load balancer, by the health check of its
 * container, or by both where it has both.
 */
import { definitionOf, type Ecs, type Service, type Task } from './state.ts';
import { targetOf } from './task-lifecycle.ts';

export interface TaskHealth {
  readonly health: 'starting' | 'healthy' | 'failing';
  /** What a failing task fails, as ECS words it. */
  readonly failed?: string;
}

/** A task that should run, and how it stands. */
export interface Standing extends TaskHealth {
  readonly task: Task;
  readonly current: boolean;
}

const STARTING: TaskHealth = { health: 'starting' };
const HEALTHY: TaskHealth = { health: 'healthy' };

/** Within the grace period after its start no task is failing. */
export function healthOf(ecs: Ecs, service: Service, task: Task): TaskHealth {
  if (task.lastStatus !== 'RUNNING' || task.startedAt === undefined) return STARTING;
  const checks = [byLoadBalancer(ecs, task), byContainer(ecs, task)];
  const failing = checks.find(({ health }) => health === 'failing');
  const inGrace = ecs.clock.now() - task.startedAt < service.gracePeriodSeconds * 1000;
  if (failing !== undefined) return inGrace ? STARTING : failing;
  return checks.find(({ health }) => health === 'starting') ?? HEALTHY;
}

function byLoadBalancer(ecs: Ecs, task: Task): TaskHealth {
  const target = targetOf(ecs, task);
  if (target === undefined) return HEALTHY;
  const state = ecs.targets.state(target.arn, target);
  if (state === 'initial') return STARTING;
  // A target that an operator deregistered by hand says nothing about the task: ECS leaves both alone.
  return state === 'unhealthy'
    ? { health: 'failing', failed: `failed ELB health checks in (target-group ${target.arn})` }
    : HEALTHY;
}

function byContainer(ecs: Ecs, task: Task): TaskHealth {
  if (definitionOf(ecs.state, task.taskDefinitionArn).healthCheck === undefined) return HEALTHY;
  if (task.containerHealth === undefined) return STARTING;
  return task.containerHealth === 'HEALTHY' ? HEALTHY : { health: 'failing', failed: 'failed container health checks' };
}
