/**
 * The requests of the time before the lab was started, as a service that has run for days would have counted them: the
 * rate at which they come now. Without a past nobody could say whether more is asked of a service than usual.
 */
import { arnSuffix } from '../cloud/elb/targets.ts';
import type { TargetGroup } from '../cloud/elb/targets.ts';
import type { Clock } from '../cloud/clock.ts';
import type { MetricStore } from '../cloud/cloudwatch/metric-store.ts';

/** What the healer looks back for the usual load is an hour and some minutes; a fault strikes soon after the start. */
const PAST_SECONDS = 75 * 60;
/** One entry for each of the shortest periods. */
const STEP_SECONDS = 10;

/** Writes the past down, oldest first. `perSecond` is in requests per lab second. */
export function recordPast(
  { clock, metrics }: { readonly clock: Clock; readonly metrics: MetricStore },
  { loadBalancerArn, arn }: TargetGroup,
  perSecond: number,
): void {
  const dimensions = { LoadBalancer: arnSuffix(loadBalancerArn), TargetGroup: arnSuffix(arn) };
  const metric = { namespace: 'AWS/ApplicationELB', name: 'RequestCount', dimensions };
  const now = clock.now();
  for (let ago = PAST_SECONDS; ago > STEP_SECONDS; ago -= STEP_SECONDS) {
    metrics.put(metric, [perSecond * STEP_SECONDS], now - ago * 1_000);
  }
}
