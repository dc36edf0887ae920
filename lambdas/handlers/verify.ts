/** Lambda of state Verify. It touches nothing but the healer's own records: it keeps the lease. */
import { cloudwatchMetrics } from '../adapters/cloudwatch-metrics.ts';
import { dynamoLimits } from '../adapters/dynamo-limits.ts';
import { ecsServices } from '../adapters/ecs-services.ts';
import { envelope } from '../envelope.ts';
import { verify } from '../stages/verify.ts';
import { base } from '../wiring.ts';

export const handler = envelope(verify, () => {
  const world = base();
  return { ...world, metrics: cloudwatchMetrics(), services: ecsServices(), limits: dynamoLimits(world.table) };
});
