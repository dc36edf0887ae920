/** The next command of an execution after its incident has closed and people were told: the next leftover. */
import type { AwaitedCommand, Command } from '../incident/command.ts';
import type { Incident } from '../incident/incident.ts';
import type { Leftover } from '../incident/leftover.ts';
import { dueLeftovers, lookAt, requestedLeftover } from '../incident/leftovers.ts';
import { waitUntil } from '../transitions/transitions.ts';

/** Waits for the next leftover; `end` without one. */
export function afterwards(
  incident: Incident,
  now: number,
  end: Command = { kind: 'stop', result: 'succeeded' },
): Command {
  const asked = requestedLeftover(incident);
  if (asked !== undefined) return actOn(asked, 'undo');
  const [due] = dueLeftovers(incident);
  if (due === undefined) return end;
  return lookAt(due) > now ? waitUntil(lookAt(due), actOn(due, 'undo')) : actOn(due, 'undo');
}

/** The action that changes a leftover back, or flips its toggle again. */
export function actOn(
  { remedy, attempt }: Leftover,
  operation: 'apply' | 'undo',
): Extract<AwaitedCommand, { kind: 'act' }> {
  return { kind: 'act', remedy, operation, attempt };
}
