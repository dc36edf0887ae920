/**
 * The step after an action looked, moved, ended or was stopped. An action that did not end well is undone before the
 * next remedy, so that effects can be told apart. An action that a person stopped says nothing about the remedy.
 */
import type { Incident } from '../incident/incident.ts';
import type { Journal } from '../incident/journal.ts';
import { askedByIn } from '../people/undo.ts';
import type { Hold } from '../holds/hold.ts';
import { firstLook } from '../verify/judge.ts';
import type { Acted, StepContext } from '../transitions/inputs.ts';
import {
  conclude,
  currentAttempt,
  noted,
  replaced,
  waitUntil,
  withAttempt,
  withOutcome,
} from '../transitions/transitions.ts';
import { changedBy } from '../vocabulary.ts';
import { areOthers, endOfBraked, isBraked } from '../holds/whose.ts';

export function onActed(incident: Incident, input: Acted, context: StepContext): Incident {
  const journalled = withUnread(withAttempt(incident, { journal: input.journal }), input, context);
  return input.operation === 'apply' ? onApplied(journalled, input, context) : onUndone(journalled, input, context);
}

/** Records since when a failed read stops the next move; any other answer ends that. */
function withUnread(incident: Incident, input: Acted, { now }: StepContext): Incident {
  const { unreadSince, ...attempt } = currentAttempt(incident);
  const waits = input.kind === 'actWaits' && input.holds !== undefined;
  return replaced(incident, waits ? { ...attempt, unreadSince: unreadSince ?? now } : attempt);
}

function onApplied(incident: Incident, input: Acted, context: StepContext): Incident {
  switch (input.kind) {
    case 'actWaits':
      return { ...incident, command: waitUntil(input.until, actAgain(incident, 'apply')) };
    case 'actDone':
      return startVerifying(noted(incident, context.now, input.text), context);
    case 'actRefused':
      return onRefused(incident, input.holds, context);
    case 'actFailed': {
      const failed = settled(incident, context, { status: 'failed', reason: input.reason });
      const told = noted(failed, context.now, `did not work: ${input.reason}`);
      return undoOrLearn(isLastStep(told) ? withOutcome(told, 'escalated', input.reason) : told, input.journal);
    }
  }
}

/**
 * After a rollback that failed or did not help, a person decides: the healer redeploys the revision it found and tries
 * nothing else, least of all a second rollback.
 */
export function isLastStep(incident: Incident): boolean {
  return changedBy(currentAttempt(incident).remedy) === 'release';
}

function startVerifying(incident: Incident, context: StepContext): Incident {
  return {
    ...incident,
    phase: 'verifying',
    health: 'Stabilizing',
    verification: { since: context.now, checks: 0, lines: [] },
    command: waitUntil(firstLook(context, context.now), { kind: 'verify' }),
  };
}

function onRefused(incident: Incident, holds: readonly Hold[], context: StepContext): Incident {
  const reason = holds.map(({ detail }) => detail).join('; ');
  const censored = withAttempt(settled(incident, context, { status: 'censored', reason }), { holds });
  const stopped = noted(asking(censored, holds, context), context.now, `stopped: ${reason}`);
  const journal = currentAttempt(incident).journal;
  if (holds.some((hold) => hold.reason === 'alarm-cleared')) {
    return undoOrLearn(withOutcome(stopped, 'self-recovered', reason), journal);
  }
  // A read that failed before the first move: Decide waits for it.
  const goesBack = journal.moves.length === 0 && endOfBraked(holds) === 'escalated';
  if (isBraked(holds) && !goesBack) {
    // Paused means hands off: what was done stays, and the message says what that is.
    return learn(withOutcome(stopped, endOfBraked(holds), `${reason}${leftOver(journal)}`));
  }
  if (holds.some((hold) => hold.reason === 'undo-asked')) {
    const nothing = journal.moves.length === 0 ? '; nothing had been done' : '';
    return undoOrLearn(withOutcome(stopped, 'escalated', `${reason}${nothing}`), journal);
  }
  if (holds.some((hold) => hold.reason === 'lease-lost')) {
    return learn(withOutcome(stopped, 'escalated', `${reason}${leftOver(journal)}`));
  }
  return undoOrLearn(stopped, journal);
}

/** Recorded also where another hold ends the attempt: what it left is undone once the incident is closed. */
function asking(incident: Incident, holds: readonly Hold[], { now }: StepContext): Incident {
  const by = askedByIn(holds);
  return incident.undoAsked !== undefined || by === undefined ? incident : { ...incident, undoAsked: { at: now, by } };
}

/** What an interrupted attempt left changed, in words; empty for nothing. */
export function leftOver(journal: Journal): string {
  const last = journal.moves.at(-1);
  return last === undefined ? '' : `; left as it is after: ${last.text}`;
}

function onUndone(incident: Incident, input: Acted, context: StepContext): Incident {
  switch (input.kind) {
    case 'actWaits':
      return { ...incident, command: waitUntil(input.until, actAgain(incident, 'undo')) };
    case 'actDone': {
      const undone = noted(withAttempt(incident, { undone: true }), context.now, `undone: ${input.text}`);
      return learn(saying(undone, `undone: ${input.text}`));
    }
    case 'actRefused':
      return learn(notUndone(incident, input.holds, context));
    case 'actFailed': {
      const text = `could not be undone: ${input.reason}`;
      const stuck = withOutcome(incident, 'escalated', asAsked(incident, text));
      return learn(noted(stuck, context.now, text));
    }
  }
}

/** The result of an undo, after the words of the person who ended the incident, if a person did. */
function asAsked({ undoAsked, outcomeReason }: Incident, text: string): string {
  return undoAsked === undefined || outcomeReason === undefined ? text : `${outcomeReason}; ${text}`;
}

/** Adds the result to the outcome's reason, where a person ended the incident. */
function saying(incident: Incident, text: string): Incident {
  return incident.undoAsked === undefined ? incident : { ...incident, outcomeReason: asAsked(incident, text) };
}

/** Another actor's change stays and the heal goes on; the kill switch or a lost lease ends it and says what is left. */
function notUndone(incident: Incident, holds: readonly Hold[], context: StepContext): Incident {
  const reason = holds.map(({ detail }) => detail).join('; ');
  const told = noted(incident, context.now, `not undone: ${reason}`);
  const left = asAsked(incident, `${reason}${leftOver(currentAttempt(incident).journal)}`);
  if (isBraked(holds)) return withOutcome(told, endOfBraked(holds), left);
  const theirs = areOthers(holds);
  if (!theirs) return withOutcome(told, 'escalated', left);
  return saying(withAttempt(told, { undone: true }), `not undone: ${reason}`);
}

/** The attempt with its result; the learning phase tells memory. */
export function settled(
  incident: Incident,
  { now }: Pick<StepContext, 'now'>,
  result: { readonly status: 'succeeded' | 'failed' | 'censored'; readonly reason: string; readonly harmful?: boolean },
): Incident {
  return withAttempt(incident, { ...result, endedAt: now });
}

/** Undoes what was changed, then learns. */
export function undoOrLearn(incident: Incident, journal: Journal): Incident {
  if (journal.moves.length === 0) return learn(incident);
  return { ...incident, phase: 'undoing', command: actAgain(incident, 'undo') };
}

export function learn(incident: Incident): Incident {
  return { ...incident, phase: 'learning', command: { kind: 'learn' } };
}

/** Memory has the result: continue. */
export function onLearnt(incident: Incident): Incident {
  return conclude(incident);
}

function actAgain(incident: Incident, operation: 'apply' | 'undo') {
  return { kind: 'act' as const, remedy: currentAttempt(incident).remedy, operation };
}
