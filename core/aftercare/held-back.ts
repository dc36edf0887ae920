/**
 * How a leftover waits: until it can be changed back, or while holds forbid it. Another leftover goes first where its time
 * comes before. People are told once about one that is held back for longer than its limit; it goes on waiting.
 */
import { leftOverMinutesMax } from '../holds/waiting.ts';
import type { Incident } from '../incident/incident.ts';
import type { Leftover } from '../incident/leftover.ts';
import { attemptOf, withLeftover } from '../incident/leftovers.ts';
import { heldBackMessage } from '../notify/held-back-message.ts';
import type { Acted, StepContext } from '../transitions/inputs.ts';
import { noted, waitUntil } from '../transitions/transitions.ts';
import { actOn, afterwards } from './afterwards.ts';

type Waits = Extract<Acted, { kind: 'actWaits' }>;

export function heldBack(incident: Incident, left: Leftover, input: Waits, { now, runbook }: StepContext): Incident {
  const { holds = [] } = input;
  const { heldBack: before, ...free } = left;
  // Only holds make it held back; a leftover that is not due yet, or is still needed, is not late.
  if (holds.length === 0) return waiting(incident, free, input, now);
  const since = before?.since ?? now;
  const minutes = Math.floor((now - since) / 60_000);
  const reasons = holds.map(({ reason }) => reason);
  if (before?.told === true || minutes < leftOverMinutesMax(reasons)) {
    return waiting(incident, { ...left, heldBack: { ...before, since } }, input, now);
  }
  const details = holds.map(({ detail }) => detail).join('; ');
  const waits = waiting(incident, { ...left, heldBack: { since, told: true } }, input, now);
  const told = noted(waits, now, `still held back: ${details}`);
  const message = heldBackMessage(told, runbook, { attempt: attemptOf(incident, left), holds, minutes });
  return { ...told, command: { kind: 'announce', message, next: told.command } };
}

/** A flip after a failed trial, and an undo that has more moves to make, keep their turn. */
function waiting(incident: Incident, left: Leftover, { operation, until }: Waits, now: number): Incident {
  if (operation === 'apply' || until <= now) {
    return { ...withLeftover(incident, left), command: waitUntil(until, actOn(left, operation)) };
  }
  const waits = withLeftover(incident, { ...left, notBefore: until });
  return { ...waits, command: afterwards(waits, now) };
}
