/**
 * How a leftover waits: until it is due, or while holds forbid the healer to change it back. People are told once about
 * one that is held back for longer than its limit; it goes on waiting.
 */
import { leftOverMinutesMax } from '../holds/waiting.ts';
import type { AwaitedCommand } from '../incident/command.ts';
import type { Incident } from '../incident/incident.ts';
import type { Leftover } from '../incident/leftover.ts';
import { attemptOf, withLeftover } from '../incident/leftovers.ts';
import { heldBackMessage } from '../notify/held-back-message.ts';
import type { StepContext } from '../transitions/inputs.ts';
import { noted, waitUntil } from '../transitions/transitions.ts';
import type { Acted } from './leftover-acted.ts';

interface Waiting {
  readonly left: Leftover;
  readonly input: Extract<Acted, { kind: 'actWaits' }>;
  /** The command after the wait. */
  readonly again: AwaitedCommand;
}

export function heldBack(
  incident: Incident,
  { left, input: { until, holds = [] }, again }: Waiting,
  { now, runbook }: StepContext,
): Incident {
  const next = waitUntil(until, again);
  const { heldBack: before, ...free } = left;
  // Only holds make it held back; a leftover that is not due yet, or is still needed, is not late.
  if (holds.length === 0) return { ...withLeftover(incident, free), command: next };
  const since = before?.since ?? now;
  const minutes = Math.floor((now - since) / 60_000);
  const reasons = holds.map(({ reason }) => reason);
  if (before?.told === true || minutes < leftOverMinutesMax(reasons)) {
    return { ...withLeftover(incident, { ...left, heldBack: { ...before, since } }), command: next };
  }
  const details = holds.map(({ detail }) => detail).join('; ');
  const waits = withLeftover(incident, { ...left, heldBack: { since, told: true } });
  const told = noted(waits, now, `still held back: ${details}`);
  const message = heldBackMessage(told, runbook, { attempt: attemptOf(incident, left), holds, minutes });
  return { ...told, command: { kind: 'announce', message, next } };
}
