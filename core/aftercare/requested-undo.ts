/**
 * What happens when a person asks to undo what a closed incident left: the execution that their command started takes the
 * incident over and undoes one attempt after the other, the newest first, without waiting for anything to expire. One
 * message says what came of it, one before it that it waits where it may not act. The incident keeps its outcome.
 */
import type { Attempt, Incident } from '../incident/incident.ts';
import { undoneMessage, undoWaitsMessage } from '../notify/undo-message.ts';
import { watchedAttempt } from '../remedies/flipped-toggle.ts';
import { planOf } from './half-open.ts';
import { askedAttempt } from '../remedies/undoable.ts';
import { afterwards } from './afterwards.ts';
import type { Command } from '../incident/command.ts';
import type { StepContext, StepInput } from '../transitions/inputs.ts';
import { currentAttempt, noted, waitUntil, withAttempt } from '../transitions/transitions.ts';
import { resultText } from '../transitions/result-text.ts';
import { areOthers } from '../holds/whose.ts';

type Asked = Extract<StepInput, { kind: 'undoAsked' }>;

/** @throws Error when the incident is not closed: its own execution undoes what it does. */
export function onUndoAsked(incident: Incident, { executionArn, by }: Asked, context: StepContext): Incident {
  if (incident.phase !== 'closed') throw new Error(`incident ${incident.id} is still being healed`);
  const { now } = context;
  // Two requests are two, also within a millisecond.
  const at = Math.max(now, (incident.undoAsked?.at ?? 0) + 1);
  // What an earlier request failed at says nothing of this one, which is taken up from the beginning.
  const taken: Incident = { ...unwatched(incident, now, at), executionArn, undoAsked: { at, by }, resumed: 0 };
  return goOn(noted(taken, now, `a person asked to undo it${by}`), context);
}

/** A toggle that is tried without its flip is as it was already: what is over is that it would be flipped again. */
function unwatched(incident: Incident, now: number, at: number): Incident {
  const watched = watchedAttempt(incident);
  if (watched?.probes === undefined) return incident;
  const { watch: _over, ...probes } = watched.probes;
  const { toggle, previous } = planOf(watched);
  const askedBack = { at, done: true, text: `${toggle} is ${previous} already, and stays so` };
  return withAttempt(incident, { undone: true, probes: { ...probes, quietUntil: now }, askedBack });
}

type Acted = Extract<StepInput, { kind: 'actWaits' | 'actDone' | 'actRefused' | 'actFailed' }>;

/** The action looked, moved or ended; its journal is recorded already. */
export function onAskedBack(incident: Incident, input: Acted, context: StepContext): Incident {
  const attempt = currentAttempt(incident);
  if (input.kind === 'actWaits') return waiting(incident, input, attempt, context);
  const { now } = context;
  const done = input.kind === 'actDone';
  const text = resultText(input);
  // What somebody else changed is theirs; what could not be undone now may be asked for again.
  const theirs = input.kind === 'actRefused' && areOthers(input.holds);
  const after = withAttempt(noted(incident, now, `${done ? 'undone' : 'not undone'}: ${text}`), {
    ...(done || theirs ? { undone: true } : {}),
    // What fails from now on is an incident again.
    ...(attempt.probes === undefined ? {} : { probes: { ...attempt.probes, quietUntil: now } }),
    askedBack: { at: incident.undoAsked?.at ?? now, done, text },
  });
  return goOn(after, context);
}

/** The next attempt, or the end of it with its message. */
function goOn(incident: Incident, { now, runbook }: StepContext): Incident {
  const next = askedAttempt(incident);
  if (next !== undefined) return { ...incident, command: undo(next) };
  const { undoAsked } = incident;
  const over: Incident = { ...incident, ...(undoAsked && { undoAsked: { ...undoAsked, over: true } }) };
  const message = undoneMessage(over, runbook);
  // Who asked is told for certain, and not as the incident's end: that may still be to be told, when somebody asks at once
  // after an execution died.
  const answer = undoAsked === undefined ? {} : { answers: undoAsked.at };
  return { ...over, command: { kind: 'notify', message, ...answer, next: afterwards(over, now) } };
}

/** Said once for each request: who asked must know that nothing happens, and why. */
function waiting(
  incident: Incident,
  { until, holds = [] }: Extract<Acted, { kind: 'actWaits' }>,
  attempt: Attempt,
  { now, runbook }: StepContext,
): Incident {
  const next = waitUntil(until, undo(attempt));
  const { undoAsked } = incident;
  if (holds.length === 0 || undoAsked === undefined || undoAsked.saidToWait === true) {
    return { ...incident, command: next };
  }
  const said: Incident = { ...incident, undoAsked: { ...undoAsked, saidToWait: true } };
  const text = `the undo waits: ${holds.map(({ detail }) => detail).join('; ')}`;
  return {
    ...noted(said, now, text),
    command: { kind: 'announce', message: undoWaitsMessage(said, runbook, holds), next },
  };
}

function undo({ remedy }: Attempt): Extract<Command, { kind: 'act' }> {
  return { kind: 'act', remedy, operation: 'undo' };
}
