/** Lambda of state Verify. It writes only the healer's own records and renews the lease. */
import { cloudwatchMetrics } from '../adapters/cloudwatch-metrics.ts';
import { dynamoLimits } from '../adapters/dynamo-limits.ts';
import { ecsServices } from '../adapters/ecs-services.ts';
import { ssmOverride } from '../adapters/ssm-override.ts';
import { envelope } from '../envelope.ts';
import { verify } from '../stages/verify.ts';
import { base } from '../wiring.ts';

export const handler = envelope(verify, () => {
  const world = base();
  const reads = { metrics: cloudwatchMetrics(), services: ecsServices(), override: ssmOverride() };
  return { ...world, ...reads, limits: dynamoLimits(world.table) };
});
