/** Lambda behind the rule on dead executions. */
import { dynamoLimits } from '../adapters/dynamo-limits.ts';
import { dynamoMemory } from '../adapters/dynamo-memory.ts';
import { snsNotifier } from '../adapters/sns-notifier.ts';
import { envelope } from '../envelope.ts';
import { reap } from '../stages/reap.ts';
import { base, topics } from '../wiring.ts';

export const handler = envelope(reap, () => {
  const world = base();
  return {
    ...world,
    limits: dynamoLimits(world.table),
    memory: dynamoMemory(world.table),
    notifier: snsNotifier(topics()),
  };
});
