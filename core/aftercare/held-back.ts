/**
 * How what a closed incident left waits for its time: until it is due, or for as long as the healer may not. Nothing waits
 * unheard: what is held back for longer than its limit is told to people, once, and goes on waiting.
 */
import type { Incident } from '../incident/incident.ts';
import { leftOverMinutesMax } from '../holds/waiting.ts';
import { heldBackMessage } from '../notify/held-back-message.ts';
import type { AwaitedCommand } from '../incident/command.ts';
import type { StepContext, StepInput } from '../transitions/inputs.ts';
import { currentAttempt, noted, replaced, waitUntil, withAttempt } from '../transitions/transitions.ts';

type Waits = Extract<StepInput, { kind: 'actWaits' }>;

/** @param again what is tried when the wait is over */
export function heldAfterwards(
  incident: Incident,
  { until, holds = [] }: Waits,
  again: AwaitedCommand,
  { now, runbook }: StepContext,
): Incident {
  const next = waitUntil(until, again);
  const { heldBack, ...attempt } = currentAttempt(incident);
  // Not allowed is counted from its beginning; what only is not due yet, or still needed, is not held back.
  const since = holds.length === 0 ? undefined : (heldBack?.since ?? now);
  if (since === undefined) {
    return heldBack === undefined ? { ...incident, command: next } : { ...freed(incident), command: next };
  }
  const reasons = holds.map(({ reason }) => reason);
  const minutes = Math.floor((now - since) / 60_000);
  if (heldBack?.told === true || minutes < leftOverMinutesMax(reasons)) {
    return { ...withAttempt(incident, { heldBack: { ...heldBack, since } }), command: next };
  }
  const details = holds.map(({ detail }) => detail).join('; ');
  const told = noted(withAttempt(incident, { heldBack: { since, told: true } }), now, `still held back: ${details}`);
  const message = heldBackMessage(told, runbook, { attempt, holds, minutes });
  return { ...told, command: { kind: 'announce', message, next } };
}

/** The incident whose current attempt is held back no longer. */
function freed(incident: Incident): Incident {
  const { heldBack: _over, ...attempt } = currentAttempt(incident);
  return replaced(incident, attempt);
}
