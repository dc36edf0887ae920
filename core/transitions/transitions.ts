/**
 * The small changes that steps are made of: add to the timeline, change the current attempt, set an outcome, wait. Each
 * returns a new incident; none decides anything.
 */
import { isUnconfirmed } from '../incident/claim.ts';
import { plainLineOf } from '../foreign-text.ts';
import { TIMELINE_MAX, type Attempt, type Incident } from '../incident/incident.ts';
import { attemptOf, leftoverInHand } from '../incident/leftovers.ts';
import { startMessage } from '../notify/message.ts';
import type { HealthState, Outcome } from '../vocabulary.ts';
import type { AwaitedCommand, Command } from '../incident/command.ts';
import type { StepContext } from './inputs.ts';

/** Characters of a line of the timeline. */
const LINE_MAX = 2_000;

/** Adds a line to the timeline. When it is full, lines from the middle are dropped, so that beginning and end stay. */
export function noted(incident: Incident, at: number, text: string): Incident {
  const timeline = [...incident.timeline, { at, text: plainLineOf(text, LINE_MAX) }];
  if (timeline.length > TIMELINE_MAX) timeline.splice(Math.floor(TIMELINE_MAX / 2), 1);
  return { ...incident, timeline };
}

/**
 * The attempt under way or under judgement; once the incident is closed, the attempt of the leftover that is looked
 * after.
 * @throws Error without one: a step asked for it out of order
 */
export function currentAttempt(incident: Incident): Attempt {
  const left = leftoverInHand(incident);
  if (left !== undefined) return attemptOf(incident, left);
  const last = incident.phase === 'closed' ? undefined : incident.attempts.at(-1);
  if (last === undefined) throw new Error(`incident ${incident.id} has no attempt to look after`);
  return last;
}

export function withAttempt(incident: Incident, change: Partial<Attempt>): Incident {
  return replaced(incident, { ...currentAttempt(incident), ...change });
}

/** The incident with the attempt of the same number replaced. */
export function replaced(incident: Incident, attempt: Attempt): Incident {
  return { ...incident, attempts: incident.attempts.map((one) => (one.number === attempt.number ? attempt : one)) };
}

/** Health after each outcome; `Healthy` only with evidence. */
const HEALTH_AFTER: Readonly<Record<Outcome, HealthState>> = {
  healed: 'Healthy',
  recurring: 'Healthy',
  'self-recovered': 'Healthy',
  escalated: 'Escalated',
  held: 'Paused',
  failed: 'Escalated',
  // Only of the claim: the service's record does not follow it.
  unconfirmed: 'Escalated',
};

/** Sets the outcome. `conclude` then learns, announces and closes. */
export function withOutcome(incident: Incident, outcome: Outcome, reason: string): Incident {
  return { ...incident, outcome, outcomeReason: reason };
}

/** Towards the end: settles an attempt that memory does not know yet, then closes, or decides again. */
export function conclude(incident: Incident): Incident {
  if (incident.outcome === undefined) {
    return { ...incident, phase: 'deciding', health: 'Failing', command: { kind: 'decide' } };
  }
  // An incident that ends with its first decision sends only its end message.
  return { ...incident, phase: 'closing', health: HEALTH_AFTER[incident.outcome], command: { kind: 'close' } };
}

/**
 * Whether another message speaks for this incident: that of a storm, in which the healer did nothing about it, or that
 * of another claim. A person who ended it gets an answer all the same.
 */
export function spokenFor({ storm, attempts, outcome, undoAsked, claim }: Incident): boolean {
  const elsewhere = storm !== undefined || claim?.quiet === true;
  return elsewhere && attempts.length === 0 && outcome !== 'failed' && undoAsked === undefined;
}

/** Sends the start message before `next`, once per incident. */
export function announcedFirst(incident: Incident, { runbook }: StepContext, next: Command): Incident {
  // People hear of a claim when it ends, if at all: until then they have nothing to do.
  if (incident.announced || spokenFor(incident) || isUnconfirmed(incident)) return { ...incident, command: next };
  const message = startMessage(incident, runbook);
  return { ...incident, announced: true, command: { kind: 'announce', message, next } };
}

/** A wait until `at` (ms since the epoch), then `next`. The step cuts it to the lease. */
export function waitUntil(at: number, next: AwaitedCommand): Command {
  return { kind: 'wait', until: new Date(at).toISOString(), next };
}
