/**
 * What an execution does once its incident is closed and told: what was left changed is changed back when that is due,
 * at once or later. It must not know how.
 */
import type { Incident } from '../incident/incident.ts';
import { leftOverOf } from '../remedies/left-over.ts';
import type { AwaitedCommand, Command } from '../incident/command.ts';
import { waitUntil } from '../transitions/transitions.ts';

/** The way to what is left of the incident; `end` where nothing is. */
export function afterwards(
  incident: Incident,
  now: number,
  end: Command = { kind: 'stop', result: 'succeeded' },
): Command {
  const left = leftOverOf(incident);
  if (left === undefined) return end;
  const undo: AwaitedCommand = { kind: 'act', remedy: left.kind, operation: 'undo' };
  return left.expiresAt > now ? waitUntil(left.expiresAt, undo) : undo;
}
