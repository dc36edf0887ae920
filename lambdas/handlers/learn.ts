/** Lambda of state Learn. */
import { dynamoMemory } from '../adapters/dynamo-memory.ts';
import { envelope } from '../envelope.ts';
import { learn } from '../stages/learn.ts';
import { base } from '../wiring.ts';

export const handler = envelope(learn, () => {
  const world = base();
  return { ...world, memory: dynamoMemory(world.table) };
});
