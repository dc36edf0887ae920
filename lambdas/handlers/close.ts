/** Lambda of state Close. */
import { dynamoLimits } from '../adapters/dynamo-limits.ts';
import { dynamoMemory } from '../adapters/dynamo-memory.ts';
import { envelope } from '../envelope.ts';
import { close } from '../stages/close.ts';
import { base } from '../wiring.ts';

export const handler = envelope(close, () => {
  const world = base();
  return { ...world, limits: dynamoLimits(world.table), memory: dynamoMemory(world.table) };
});
