/** Lambda of state Decide. It writes only the healer's own records and reserves the right to act. */
import { cloudwatchMetrics } from '../adapters/cloudwatch-metrics.ts';
import { dynamoLimits } from '../adapters/dynamo-limits.ts';
import { dynamoMemory } from '../adapters/dynamo-memory.ts';
import { dynamoCanary } from '../adapters/dynamo-sweeps.ts';
import { ecsServices } from '../adapters/ecs-services.ts';
import { ssmCalendars } from '../adapters/ssm-calendars.ts';
import { ssmOverride } from '../adapters/ssm-override.ts';
import { ssmToggles } from '../adapters/ssm-toggles.ts';
import { envelope } from '../envelope.ts';
import { decideOrCanary } from '../stages/canary.ts';
import { base } from '../wiring.ts';

export const handler = envelope(decideOrCanary, () => {
  const world = base();
  return {
    ...world,
    metrics: cloudwatchMetrics(),
    services: ecsServices(),
    toggles: ssmToggles(),
    override: ssmOverride(),
    calendars: ssmCalendars(),
    memory: dynamoMemory(world.table),
    limits: dynamoLimits(world.table),
    canary: dynamoCanary(world.table),
  };
});
