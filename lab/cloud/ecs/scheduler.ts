/**
 * The service scheduler: once a lab second it compares what runs with what should and starts or stops tasks. It
 * keeps the desired count, rolls deployments within minimum and maximum healthy percent, replaces tasks that fail
 * their health checks (start first where the maximum allows) and drains what it stops.
 */
import { completeDeployment, watchCircuitBreaker } from './deployments.ts';
import { emitServiceAction, say } from './ecs-events.ts';
import { type Deployment, type Ecs, type Service, type Task, tasksOf } from './state.ts';
import { scaledIn } from './scale-in.ts';
import { healthOf, type TaskHealth } from './task-health.ts';
import { countFailure, isProtected, launch, registerAgain, stopTask } from './task-lifecycle.ts';

/** How often the scheduler looks, in lab time. */
export const SCHEDULER_MS = 1_000;

/** A task that should run, and how it stands. */
export interface Standing extends TaskHealth {
  readonly task: Task;
  readonly current: boolean;
}

/** Brings every service one step closer to what it should be. */
export function reconcileAll(ecs: Ecs): void {
  for (const service of ecs.state.services.values()) {
    watchCircuitBreaker(ecs, service);
    const [primary] = service.deployments;
    if (primary !== undefined) reconcile(ecs, service, primary);
  }
}

function reconcile(ecs: Ecs, service: Service, primary: Deployment): void {
  const live = tasksOf(ecs.state, service.name)
    .filter((task) => task.desiredStatus === 'RUNNING')
    .map((task): Standing => ({
      task,
      current: task.deploymentId === primary.id,
      ...healthOf(ecs, service, task),
    }));
  registerAgain(ecs, service);
  const wanted = live.filter((standing) => standing.current && standing.health !== 'failing');
  const maximum = Math.floor((service.desiredCount * service.maximumPercent) / 100);
  const missing = service.desiredCount - wanted.length;
  const room = Math.max(0, maximum - live.length);

  if (missing > 0 && primary.rolloutState !== 'FAILED' && ecs.clock.now() >= service.nextLaunchAt) {
    for (let started = 0; started < Math.min(missing, room); started += 1) launch(ecs, service, primary);
  }
  if (missing < 0) scaleIn(ecs, service, wanted, -missing);
  replaceOutdated(ecs, service, live, missing > 0 && room === 0);
  settle(ecs, service, primary, live);
}

/** Stops surplus tasks; protected ones stay. */
function scaleIn(ecs: Ecs, service: Service, wanted: readonly Standing[], surplus: number): void {
  const free = wanted.filter(({ task }) => !isProtected(task, ecs.clock.now()));
  for (const { task } of scaledIn(free, surplus, ecs.answers)) {
    stopBySchedule(ecs, service, task, `Scaling activity initiated by (deployment ${task.deploymentId})`);
  }
}

function stopBySchedule(ecs: Ecs, service: Service, task: Task, reason: string): void {
  say(ecs, service, `has stopped 1 running tasks: (task ${task.id}).`);
  stopTask(ecs, service, task, { code: 'ServiceSchedulerInitiated', reason, drain: true });
}

/**
 * Stops tasks of older deployments, as far as the minimum healthy percent allows, and failing tasks once their replacements
 * are healthy, or where none may be started beside them (`full`).
 */
function replaceOutdated(ecs: Ecs, service: Service, live: readonly Standing[], full: boolean): void {
  const minimum = Math.ceil((service.desiredCount * service.minimumHealthyPercent) / 100);
  let healthy = live.filter((standing) => standing.health === 'healthy').length;
  const replacements = live.filter((standing) => standing.current && standing.health === 'healthy').length;
  for (const { task, current, health, failed } of live) {
    if (failed !== undefined && current && (replacements >= service.desiredCount || full)) {
      countFailure(service, task);
      say(ecs, service, `(task ${task.id}) ${failed}`);
      stopBySchedule(ecs, service, task, `Task ${failed}`);
    }
    if (current || isProtected(task, ecs.clock.now())) continue;
    if (health === 'healthy' && healthy - 1 < minimum) continue;
    if (health === 'healthy') healthy -= 1;
    stopBySchedule(ecs, service, task, `Scaling activity initiated by (deployment ${service.deployments[0]?.id})`);
  }
}

/** `count-change-in-progress`: the deployment reads as under way whenever its tasks are too few, too many or unhealthy. */
export function showCountChange(ecs: Ecs, service: Service, primary: Deployment): void {
  primary.countChanging = ecs.answers.plays('count-change-in-progress') && !service.steady;
}

function settle(ecs: Ecs, service: Service, primary: Deployment, live: readonly Standing[]): void {
  const steady =
    live.length === service.desiredCount && live.every((standing) => standing.current && standing.health === 'healthy');
  if (steady && primary.rolloutState === 'IN_PROGRESS') completeDeployment(ecs, service, primary);
  if (steady && !service.steady) {
    say(ecs, service, 'has reached a steady state.');
    emitServiceAction(ecs, service, 'INFO', 'SERVICE_STEADY_STATE');
  }
  service.steady = steady;
  showCountChange(ecs, service, primary);
}
