/** Lambda of state Learn. */
import { dynamoLimits } from '../adapters/dynamo-limits.ts';
import { dynamoMemory } from '../adapters/dynamo-memory.ts';
import { envelope } from '../envelope.ts';
import { learn } from '../stages/learn.ts';
import { base } from '../wiring.ts';

export const handler = envelope(learn, () => {
  const world = base();
  return { ...world, limits: dynamoLimits(world.table), memory: dynamoMemory(world.table) };
});
