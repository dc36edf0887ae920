/** Lambda of state Abandon. */
import { dynamoLimits } from '../adapters/dynamo-limits.ts';
import { dynamoMemory } from '../adapters/dynamo-memory.ts';
import { envelope } from '../envelope.ts';
import { abandon } from '../stages/abandon.ts';
import { base } from '../wiring.ts';

export const handler = envelope(abandon, () => {
  const world = base();
  return { ...world, limits: dynamoLimits(world.table), memory: dynamoMemory(world.table) };
});
