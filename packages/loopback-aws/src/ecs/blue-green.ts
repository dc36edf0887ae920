/**
 * Blue/green deployments: the new revision is scaled up behind the target group without traffic, gets all of the traffic
 * at once, and the old one stays until the bake time is over. The two groups change places with every deployment, while
 * DescribeServices shows the same one as the alternate for ever. A rollback moves the traffic back and bakes nothing.
 */
import type { Targets } from '../elb/targets.ts';
import { tasksOf, type Deployment, type Ecs, type LifecycleStage, type Service, type Task } from './state.ts';
import type { TaskHealth } from './task-health.ts';

const MINUTE_MS = 60_000;

/** Whether a deployment moves or has moved traffic and the older revision still runs. */
export function isShifting({ blueGreen, deployments }: Service): boolean {
  return blueGreen !== undefined && deployments.length > 1;
}

/** Where the tasks of the next deployment are registered: of a pair, the group that is not at work. */
export function nextTargetGroup({ targetGroupArn, blueGreen, deployments }: Service): string | undefined {
  const [primary] = deployments;
  if (blueGreen === undefined || primary === undefined) return targetGroupArn;
  return primary.targetGroupArn === targetGroupArn ? blueGreen.alternateTargetGroupArn : targetGroupArn;
}

/** ARN of the target group that gets the requests; undefined without a load balancer. */
export function productionTargetGroup(
  targets: Targets,
  { targetGroupArn, blueGreen }: Pick<Service, 'targetGroupArn' | 'blueGreen'>,
): string | undefined {
  return blueGreen === undefined ? targetGroupArn : targets.rules.forwardsTo(blueGreen.productionListenerRule);
}

/** Gives this deployment all of the production traffic. */
export function takeTraffic(ecs: Ecs, { blueGreen }: Service, { targetGroupArn }: Deployment): void {
  if (blueGreen === undefined || targetGroupArn === undefined) return;
  ecs.targets.rules.forward(blueGreen.productionListenerRule, targetGroupArn);
}

/** What the scheduler knows of a task that should run. */
interface Live extends TaskHealth {
  readonly task: Task;
  readonly current: boolean;
}

/** Takes the deployment under way one stage further where it is time; returns the older tasks to stop now. */
export function shiftTraffic(ecs: Ecs, service: Service, primary: Deployment, live: readonly Live[]): readonly Task[] {
  const stage = primary.stage?.name ?? enter(ecs, primary, 'SCALE_UP');
  const ready = live.filter(({ current, health }) => current && health === 'healthy').length;
  if (stage === 'SCALE_UP' && ready >= service.desiredCount) {
    takeTraffic(ecs, service, primary);
    enter(ecs, primary, 'BAKE_TIME');
  }
  if (primary.stage?.name === 'BAKE_TIME' && ecs.clock.now() - primary.stage.since >= bakeMs(service, primary)) {
    enter(ecs, primary, 'CLEAN_UP');
  }
  return primary.stage?.name === 'CLEAN_UP' ? live.filter(({ current }) => !current).map(({ task }) => task) : [];
}

/** Whether nothing of an older revision runs any more, draining tasks included. */
export function isCleanedUp({ state }: Ecs, { name }: Service, primary: Deployment): boolean {
  return tasksOf(state, name).every(
    ({ deploymentId, lastStatus }) => deploymentId === primary.id || lastStatus === 'STOPPED',
  );
}

function enter({ clock }: Ecs, deployment: Deployment, name: LifecycleStage): LifecycleStage {
  deployment.stage = { name, since: clock.now() };
  return name;
}

function bakeMs({ blueGreen, serviceDeployments }: Service, { serviceDeploymentArn }: Deployment): number {
  const rolledBack = serviceDeployments.find(({ arn }) => arn === serviceDeploymentArn)?.rollback !== undefined;
  return rolledBack ? 0 : (blueGreen?.bakeTimeInMinutes ?? 0) * MINUTE_MS;
}
