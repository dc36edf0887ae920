/**
 * The time before the lab was started, as a service that has run for days would have it on record: requests at the rate at
 * which they come now, and all tasks running. Without a past the healer cannot say whether more is asked of a service than
 * usual, and an alarm on missing tasks begins red where the newest metrics are late.
 */
import type { EcsState } from 'loopback-aws/ecs/state.ts';
import { arnSuffix, type TargetGroup } from 'loopback-aws/elb/targets.ts';
import type { Clock } from 'loopback-aws/clock.ts';
import type { MetricStore } from 'loopback-aws/cloudwatch/metric-store.ts';

/** What the healer looks back for the usual load is an hour and some minutes; a fault strikes soon after the start. */
const PAST_SECONDS = 75 * 60;
/** One entry for each of the shortest periods. */
const STEP_SECONDS = 10;

interface Recorder {
  readonly clock: Clock;
  readonly metrics: MetricStore;
}

/** Writes the requests of the past down, oldest first. `perSecond` is in requests per lab second. */
export function recordPastRequests(
  { clock, metrics }: Recorder,
  { loadBalancerArn, arn }: TargetGroup,
  perSecond: number,
): void {
  const dimensions = { LoadBalancer: arnSuffix(loadBalancerArn), TargetGroup: arnSuffix(arn) };
  const metric = { namespace: 'AWS/ApplicationELB', name: 'RequestCount', dimensions };
  for (const at of past(clock)) metrics.put(metric, [perSecond * STEP_SECONDS], at);
}

/** Writes down that every service had all of its tasks, and no deployment under way. */
export function recordPastTasks({ clock, metrics }: Recorder, { cluster, services }: EcsState): void {
  for (const [ServiceName, { desiredCount }] of services) {
    const values = { DesiredTaskCount: desiredCount, RunningTaskCount: desiredCount, DeploymentCount: 1 };
    for (const [name, value] of Object.entries(values)) {
      const dimensions = { ClusterName: cluster, ServiceName };
      for (const at of past(clock)) metrics.put({ namespace: 'ECS/ContainerInsights', name, dimensions }, [value], at);
    }
  }
}

/** Up to now, oldest first, ms since the epoch. */
function past(clock: Clock): readonly number[] {
  const now = clock.now();
  const steps = PAST_SECONDS / STEP_SECONDS;
  return Array.from({ length: steps - 1 }, (_, step) => now - (PAST_SECONDS - step * STEP_SECONDS) * 1_000);
}
