/** The next command of an execution after its incident has closed and people were told: the next leftover. */
import type { AwaitedCommand, Command } from '../incident/command.ts';
import type { Incident } from '../incident/incident.ts';
import type { Leftover } from '../incident/leftover.ts';
import { dueLeftover, requestedLeftover } from '../incident/leftovers.ts';
import { waitUntil } from '../transitions/transitions.ts';

/** Waits for the next leftover; `end` without one. */
export function afterwards(
  incident: Incident,
  now: number,
  end: Command = { kind: 'stop', result: 'succeeded' },
): Command {
  const asked = requestedLeftover(incident);
  if (asked !== undefined) return undo(asked);
  const due = dueLeftover(incident);
  if (due === undefined) return end;
  return due.dueAt > now ? waitUntil(due.dueAt, undo(due)) : undo(due);
}

export function undo({ remedy, attempt }: Leftover): Extract<AwaitedCommand, { kind: 'act' }> {
  return { kind: 'act', remedy, operation: 'undo', attempt };
}
