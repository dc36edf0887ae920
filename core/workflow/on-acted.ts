/**
 * After an action looked, moved, ended or was stopped. An action that did not end well is undone before anything else is
 * tried, or effects could not be told apart; an action stopped by a person says nothing about the remedy.
 */
import type { Incident } from '../incident/incident.ts';
import { flippedAttempt } from '../remedies/flipped-toggle.ts';
import type { Journal } from '../remedies/journal.ts';
import type { Hold } from '../vocabulary.ts';
import { firstLook } from '../verify/judge.ts';
import type { StepContext, StepInput } from './inputs.ts';
import { conclude, currentAttempt, noted, waitHolding, waitUntil, withAttempt, withOutcome } from './transitions.ts';

type Acted = Extract<StepInput, { kind: 'actWaits' | 'actDone' | 'actRefused' | 'actFailed' }>;

export function onActed(incident: Incident, input: Acted, context: StepContext): Incident {
  const journalled = withAttempt(incident, { journal: input.journal });
  if (incident.phase === 'closed') return onRestored(journalled, input, context);
  return input.operation === 'apply' ? onApplied(journalled, input, context) : onUndone(journalled, input, context);
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
      return undoOrLearn(noted(failed, context.now, `did not work: ${input.reason}`), input.journal);
    }
  }
}

function startVerifying(incident: Incident, context: StepContext): Incident {
  const look = firstLook(context, context.now);
  return {
    ...incident,
    phase: 'verifying',
    health: 'Stabilizing',
    verification: { since: context.now, checks: 0, lines: [] },
    command: waitHolding(look, context.now, { kind: 'verify' }),
  };
}

function onRefused(incident: Incident, holds: readonly Hold[], context: StepContext): Incident {
  const reason = holds.map(({ detail }) => detail).join('; ');
  const censored = withAttempt(settled(incident, context, { status: 'censored', reason }), { holds });
  const stopped = noted(censored, context.now, `stopped: ${reason}`);
  const journal = currentAttempt(incident).journal;
  if (holds.some((hold) => hold.reason === 'alarm-cleared')) {
    return undoOrLearn(withOutcome(stopped, 'self-recovered', reason), journal);
  }
  if (holds.some((hold) => hold.reason.startsWith('override-'))) {
    // Paused means hands off: what was done so far stays as it is, and the message says what that is.
    return learn(withOutcome(stopped, 'held', `${reason}${leftOver(journal)}`));
  }
  if (holds.some((hold) => hold.reason === 'lease-lost')) {
    return learn(withOutcome(stopped, 'escalated', `${reason}${leftOver(journal)}`));
  }
  return undoOrLearn(stopped, journal);
}

/** What an interrupted attempt left as it is, in words; empty when it had done nothing. */
export function leftOver(journal: Journal): string {
  const last = journal.moves.at(-1);
  return last === undefined ? '' : `; left as it is after: ${last.text}`;
}

function onUndone(incident: Incident, input: Acted, context: StepContext): Incident {
  switch (input.kind) {
    case 'actWaits':
      return { ...incident, command: waitUntil(input.until, actAgain(incident, 'undo')) };
    case 'actDone':
      return learn(noted(withAttempt(incident, { undone: true }), context.now, `undone: ${input.text}`));
    case 'actRefused':
      return learn(notUndone(incident, input.holds, context));
    case 'actFailed': {
      const stuck = withOutcome(incident, 'escalated', `could not be undone: ${input.reason}`);
      return learn(noted(stuck, context.now, `could not be undone: ${input.reason}`));
    }
  }
}

/** Somebody else's change stays theirs and the heal goes on; a brake or a lost lease ends it, and says what is left. */
function notUndone(incident: Incident, holds: readonly Hold[], context: StepContext): Incident {
  const reason = holds.map(({ detail }) => detail).join('; ');
  const told = noted(incident, context.now, `not undone: ${reason}`);
  const left = `${reason}${leftOver(currentAttempt(incident).journal)}`;
  if (holds.some((hold) => hold.reason.startsWith('override-'))) return withOutcome(told, 'held', left);
  const theirs = holds.every((hold) => hold.reason.endsWith('-by-others'));
  return theirs ? withAttempt(told, { undone: true }) : withOutcome(told, 'escalated', left);
}

/** A toggle of a closed incident reached its expiry: whatever came of restoring it, the execution ends. */
function onRestored(incident: Incident, input: Acted, context: StepContext): Incident {
  switch (input.kind) {
    case 'actWaits':
      return { ...incident, command: waitUntil(input.until, actAgain(incident, 'undo')) };
    case 'actDone':
      return settledToggle(noted(incident, context.now, `restored: ${input.text}`));
    case 'actRefused': {
      const reason = input.holds.map(({ detail }) => detail).join('; ');
      const told = noted(incident, context.now, `not restored: ${reason}`);
      if (input.holds.every((hold) => hold.reason.endsWith('-by-others'))) return settledToggle(told);
      // Failing is what makes the reaper tell people that the toggle is still switched.
      return { ...told, command: { kind: 'stop', result: 'failed' } };
    }
    case 'actFailed':
      return {
        ...noted(incident, context.now, `not restored: ${input.reason}`),
        command: { kind: 'stop', result: 'failed' },
      };
  }
}

/** This toggle is settled; on to the one before it, if the incident flipped two, or to the end. */
function settledToggle(incident: Incident): Incident {
  const undone = withAttempt(incident, { undone: true });
  const next = flippedAttempt(undone);
  if (next === undefined) return { ...undone, command: { kind: 'stop', result: 'succeeded' } };
  return { ...undone, command: actAgain(undone, 'undo') };
}

/** The attempt with its result; memory is told in the learning phase. */
export function settled(
  incident: Incident,
  { now }: Pick<StepContext, 'now'>,
  result: { readonly status: 'succeeded' | 'failed' | 'censored'; readonly reason: string; readonly harmful?: boolean },
): Incident {
  return withAttempt(incident, { ...result, endedAt: now });
}

/** Back to how it was, if anything was changed; then learn. */
export function undoOrLearn(incident: Incident, journal: Journal): Incident {
  if (journal.moves.length === 0) return learn(incident);
  return { ...incident, phase: 'undoing', command: actAgain(incident, 'undo') };
}

export function learn(incident: Incident): Incident {
  return { ...incident, phase: 'learning', command: { kind: 'learn' } };
}

/** What is known to memory by now: go on. */
export function onLearnt(incident: Incident, context: StepContext): Incident {
  return conclude(incident, context);
}

function actAgain(incident: Incident, operation: 'apply' | 'undo') {
  return { kind: 'act' as const, remedy: currentAttempt(incident).remedy, operation };
}
