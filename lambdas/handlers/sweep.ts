/** Lambda behind the schedule of the sweep. */
import { cloudwatchMetrics } from '../adapters/cloudwatch-metrics.ts';
import { dynamoLimits } from '../adapters/dynamo-limits.ts';
import { dynamoMemory } from '../adapters/dynamo-memory.ts';
import { dynamoSweeps } from '../adapters/dynamo-sweeps.ts';
import { snsNotifier } from '../adapters/sns-notifier.ts';
import { ssmOverride } from '../adapters/ssm-override.ts';
import { statesExecutions } from '../adapters/states-executions.ts';
import { envelope } from '../envelope.ts';
import { sweep } from '../stages/sweep.ts';
import { base, topics } from '../wiring.ts';

export const handler = envelope(sweep, () => {
  const world = base();
  return {
    ...world,
    limits: dynamoLimits(world.table),
    memory: dynamoMemory(world.table),
    sweeps: dynamoSweeps(world.table),
    notifier: snsNotifier(topics()),
    executions: statesExecutions(),
    metrics: cloudwatchMetrics(),
    override: ssmOverride(),
  };
});
