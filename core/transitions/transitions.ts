/**
 * The small changes steps are made of: note what happened, change the current attempt, end with an outcome, wait. Each
 * returns a new incident; none decides anything.
 */
import { isUnconfirmed } from '../incident/claim.ts';
import { plainLineOf } from '../foreign-text.ts';
import { TIMELINE_MAX } from '../incident/incident.ts';
import type { Attempt, Incident } from '../incident/incident.ts';
import { attemptOf, leftoverInHand } from '../incident/leftovers.ts';
import { startMessage } from '../notify/message.ts';
import type { HealthState, Outcome } from '../vocabulary.ts';
import type { AwaitedCommand, Command } from '../incident/command.ts';
import type { StepContext } from './inputs.ts';

/** Characters of a line of the timeline. */
const LINE_MAX = 2_000;

/** Adds a line to the timeline; what outgrows it is dropped from the middle, so that beginning and end stay. */
export function noted(incident: Incident, at: number, text: string): Incident {
  const timeline = [...incident.timeline, { at, text: plainLineOf(text, LINE_MAX) }];
  if (timeline.length > TIMELINE_MAX) timeline.splice(Math.floor(TIMELINE_MAX / 2), 1);
  return { ...incident, timeline };
}

/**
 * The attempt being made or judged; once the incident is closed, the one whose leftover is looked after.
 * @throws Error when there is none: a step asked for it out of order
 */
export function currentAttempt(incident: Incident): Attempt {
  const left = leftoverInHand(incident);
  const attempt = left === undefined ? incident.attempts.at(-1) : attemptOf(incident, left);
  if (attempt === undefined) throw new Error(`incident ${incident.id} has no attempt`);
  return attempt;
}

/** The incident with its current attempt changed. */
export function withAttempt(incident: Incident, change: Partial<Attempt>): Incident {
  return replaced(incident, { ...currentAttempt(incident), ...change });
}

/** The incident with this attempt in the place of the one with its number. */
export function replaced(incident: Incident, attempt: Attempt): Incident {
  return { ...incident, attempts: incident.attempts.map((one) => (one.number === attempt.number ? attempt : one)) };
}

/** Health while an incident ended in each way; `Healthy` only when something showed it. */
const HEALTH_AFTER: Readonly<Record<Outcome, HealthState>> = {
  healed: 'Healthy',
  recurring: 'Healthy',
  'self-recovered': 'Healthy',
  escalated: 'Escalated',
  held: 'Paused',
  failed: 'Escalated',
  // Of the claim, never of the service: its record does not follow it.
  unconfirmed: 'Escalated',
};

/** Fixes the outcome. What is still to be learnt, announced and closed follows by `conclude`. */
export function withOutcome(incident: Incident, outcome: Outcome, reason: string): Incident {
  return { ...incident, outcome, outcomeReason: reason };
}

/** Towards the end: settle the attempt first if one is unsettled in memory, then close, or decide again. */
export function conclude(incident: Incident): Incident {
  if (incident.outcome === undefined) {
    return { ...incident, phase: 'deciding', health: 'Failing', command: { kind: 'decide' } };
  }
  // What ends with its first decision is told once, by the message of its end.
  return { ...incident, phase: 'closing', health: HEALTH_AFTER[incident.outcome], command: { kind: 'close' } };
}

/**
 * Whether another message speaks for this incident, that of a storm or of another claim: nothing was done about it while the storm was on. Who ended it
 * themselves is answered all the same.
 */
export function spokenFor({ storm, attempts, outcome, undoAsked, claim }: Incident): boolean {
  const elsewhere = storm !== undefined || claim?.quiet === true;
  return elsewhere && attempts.length === 0 && outcome !== 'failed' && undoAsked === undefined;
}

/** Lets the start message go out before `next`, once per incident. */
export function announcedFirst(incident: Incident, { runbook }: StepContext, next: Command): Incident {
  // A claim is told when it ends, if at all: until then nobody has anything to do.
  if (incident.announced || spokenFor(incident) || isUnconfirmed(incident)) return { ...incident, command: next };
  const message = startMessage(incident, runbook);
  return { ...incident, announced: true, command: { kind: 'announce', message, next } };
}

/** A wait until `at` (ms since the epoch), then `next`. The step cuts it to what a lease allows. */
export function waitUntil(at: number, next: AwaitedCommand): Command {
  return { kind: 'wait', until: new Date(at).toISOString(), next };
}
