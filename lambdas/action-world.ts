/**
 * The ports of the acting Lambdas. All remedies get the same ports; the role of each Lambda allows only its own writes.
 */
import { cloudwatchMetrics } from './adapters/cloudwatch-metrics.ts';
import { dynamoLimits } from './adapters/dynamo-limits.ts';
import { ecsServices } from './adapters/ecs-services.ts';
import { ssmOverride } from './adapters/ssm-override.ts';
import { ssmToggles } from './adapters/ssm-toggles.ts';
import type { ActWorld } from './stages/terms.ts';
import { base } from './wiring.ts';

export function actionWorld(): Omit<ActWorld, 'catalog'> {
  const world = base();
  return {
    ...world,
    metrics: cloudwatchMetrics(),
    services: ecsServices(),
    toggles: ssmToggles(),
    override: ssmOverride(),
    limits: dynamoLimits(world.table),
  };
}
