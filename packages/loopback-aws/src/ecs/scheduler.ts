/**
 * The service scheduler: once a second of cloud time it compares what runs with what should and starts or stops tasks. It
 * keeps the desired count, rolls deployments within minimum and maximum healthy percent, replaces tasks that fail
 * their health checks (start first where the maximum allows) and drains what it stops.
 */
import { isCleanedUp, isShifting, shiftTraffic } from './blue-green.ts';
import { completeDeployment, watchCircuitBreaker } from './deployments.ts';
import { emitServiceAction, say } from './ecs-events.ts';
import { type Deployment, type Ecs, type Service, type Task, tasksOf } from './state.ts';
import { scaledIn } from './scale-in.ts';
import { healthOf, type Standing } from './task-health.ts';
import { countFailure, isProtected, launch, registerAgain, stopTask } from './task-lifecycle.ts';

/** How often the scheduler looks, in cloud time. */
export const SCHEDULER_MS = 1_000;

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
  if (isShifting(service)) {
    // Each revision keeps its count until the old one has to go.
    const kept = service.deployments.filter(({ id }) => id === primary.id || primary.stage?.name !== 'CLEAN_UP');
    for (const deployment of kept) {
      keepCount(
        ecs,
        service,
        deployment,
        live.filter(({ task }) => task.deploymentId === deployment.id),
      );
    }
    for (const task of shiftTraffic(ecs, service, primary, live)) {
      if (!isProtected(task, ecs.clock.now())) stopOutdated(ecs, service, task);
    }
  } else {
    keepCount(ecs, service, primary, live);
    replaceOutdated(ecs, service, live);
  }
  settle(ecs, service, primary, live);
}

/** Starts what a deployment lacks, within the maximum that `live` has room for, and stops what it has too many of. */
function keepCount(ecs: Ecs, service: Service, deployment: Deployment, live: readonly Standing[]): void {
  const own = live.filter(({ task }) => task.deploymentId === deployment.id);
  const wanted = own.filter(({ health }) => health !== 'failing');
  const maximum = Math.floor((service.desiredCount * service.maximumPercent) / 100);
  const missing = service.desiredCount - wanted.length;
  const room = Math.max(0, maximum - live.length);

  if (missing > 0 && deployment.rolloutState !== 'FAILED' && ecs.clock.now() >= service.nextLaunchAt) {
    for (let started = 0; started < Math.min(missing, room); started += 1) launch(ecs, service, deployment);
  }
  if (missing < 0) scaleIn(ecs, service, wanted, -missing);
  replaceFailing(ecs, service, own, missing > 0 && room === 0);
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

/** Stops failing tasks once their replacements are healthy, or where none may be started beside them (`full`). */
function replaceFailing(ecs: Ecs, service: Service, own: readonly Standing[], full: boolean): void {
  const replacements = own.filter(({ health }) => health === 'healthy').length;
  if (replacements < service.desiredCount && !full) return;
  for (const { task, failed } of own) {
    if (failed === undefined) continue;
    countFailure(service, task);
    say(ecs, service, `(task ${task.id}) ${failed}`);
    stopBySchedule(ecs, service, task, `Task ${failed}`);
  }
}

/** Stops tasks of older deployments, as far as the minimum healthy percent allows. */
function replaceOutdated(ecs: Ecs, service: Service, live: readonly Standing[]): void {
  const minimum = Math.ceil((service.desiredCount * service.minimumHealthyPercent) / 100);
  let healthy = live.filter((standing) => standing.health === 'healthy').length;
  for (const { task, current, health } of live) {
    if (current || isProtected(task, ecs.clock.now())) continue;
    if (health === 'healthy' && healthy - 1 < minimum) continue;
    if (health === 'healthy') healthy -= 1;
    stopOutdated(ecs, service, task);
  }
}

function stopOutdated(ecs: Ecs, service: Service, task: Task): void {
  stopBySchedule(ecs, service, task, `Scaling activity initiated by (deployment ${service.deployments[0]?.id})`);
}

/** `count-change-in-progress`: the deployment reads as under way whenever its tasks are too few, too many or unhealthy. */
export function showCountChange(ecs: Ecs, service: Service, primary: Deployment): void {
  primary.countChanging = ecs.answers.plays('count-change-in-progress') && !service.steady;
}

function settle(ecs: Ecs, service: Service, primary: Deployment, live: readonly Standing[]): void {
  const steady =
    live.length === service.desiredCount && live.every((standing) => standing.current && standing.health === 'healthy');
  const cleanedUp = !isShifting(service) || isCleanedUp(ecs, service, primary);
  if (steady && cleanedUp && primary.rolloutState === 'IN_PROGRESS') completeDeployment(ecs, service, primary);
  if (steady && !service.steady) {
    say(ecs, service, 'has reached a steady state.');
    emitServiceAction(ecs, service, 'INFO', 'SERVICE_STEADY_STATE');
  }
  service.steady = steady;
  showCountChange(ecs, service, primary);
}
