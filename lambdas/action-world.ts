/**
 * The ports of the acting Lambdas, and part of those of Decide, which asks them for what the remedies would do. All remedies
 * get the same ports; the role of each Lambda allows only its own writes.
 */
import { cloudwatchMetrics } from './adapters/cloudwatch-metrics.ts';
import { dynamoLimits } from './adapters/dynamo-limits.ts';
import { ecsServices } from './adapters/ecs-services.ts';
import { ssmOverride } from './adapters/ssm-override.ts';
import { ssmToggles } from './adapters/ssm-toggles.ts';
import type { ActWorld } from './stages/terms.ts';
import { base, type Base } from './wiring.ts';

export function actionWorld(): Omit<ActWorld, 'catalog'> & Base {
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
