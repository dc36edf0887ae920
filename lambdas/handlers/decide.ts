/** Lambda of state Decide. It writes only the healer's own records and reserves the right to act. */
import { actionWorld } from '../action-world.ts';
import { dynamoMemory } from '../adapters/dynamo-memory.ts';
import { dynamoHeartbeat } from '../adapters/dynamo-sweeps.ts';
import { ssmCalendars } from '../adapters/ssm-calendars.ts';
import { envelope } from '../envelope.ts';
import { decideOrHeartbeat } from '../stages/heartbeat.ts';

export const handler = envelope(decideOrHeartbeat, () => {
  const world = actionWorld();
  const { table } = world;
  return { ...world, calendars: ssmCalendars(), memory: dynamoMemory(table), heartbeat: dynamoHeartbeat(table) };
});
