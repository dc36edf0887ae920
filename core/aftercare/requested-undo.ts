/**
 * What happens when a person asks to undo what a closed incident left: the execution that their command started takes the
 * incident over and undoes one leftover after the other, the newest first, without waiting until they are due. One message
 * says what came of it, and one before that the undo waits where the healer may not act.
 */
import { areOthers } from '../holds/whose.ts';
import type { Incident } from '../incident/incident.ts';
import type { Leftover } from '../incident/leftover.ts';
import { attemptOf, probedLeftover, requestedLeftover, withLeftover } from '../incident/leftovers.ts';
import { undoneMessage, undoWaitsMessage } from '../notify/undo-message.ts';
import type { StepContext, StepInput } from '../transitions/inputs.ts';
import { resultText } from '../transitions/result-text.ts';
import { noted, waitUntil } from '../transitions/transitions.ts';
import { afterwards, undo } from './afterwards.ts';
import type { Acted, LeftoverActed } from './leftover-acted.ts';
import { planOf } from './probe-timing.ts';
import { settled } from './settled.ts';

type Asked = Extract<StepInput, { kind: 'undoAsked' }>;

export function onUndoAsked(incident: Incident, { executionArn, by }: Asked, context: StepContext): Incident {
  const { now } = context;
  // Two requests are two, also within a millisecond.
  const at = Math.max(now, (incident.undoAsked?.at ?? 0) + 1);
  // What an earlier request failed at says nothing of this one, which is taken up from the beginning.
  const taken: Incident = { ...trialEnded(incident, now, at), executionArn, undoAsked: { at, by }, resumed: 0 };
  return goOn(noted(taken, now, `a person asked to undo it${by}`), context);
}

/** A toggle on trial is as it was already: what is over is that it would be flipped again. */
function trialEnded(incident: Incident, now: number, at: number): Incident {
  const left = probedLeftover(incident);
  if (left === undefined) return incident;
  const { toggle, previous } = planOf(attemptOf(incident, left));
  const undoResult = { at, done: true, text: `${toggle} is ${previous} already, and stays so` };
  return withLeftover(incident, { ...settled(left, now), undoResult });
}

/** The action looked, moved or ended; its journal is recorded already. */
export function onUndone(incident: Incident, { left, input }: LeftoverActed, context: StepContext): Incident {
  if (input.kind === 'actWaits') return waiting(incident, left, input, context);
  const { now } = context;
  const done = input.kind === 'actDone';
  const text = resultText(input);
  // What somebody else changed is theirs; what could not be undone now may be asked for again.
  const theirs = input.kind === 'actRefused' && areOthers(input.holds);
  const after = done || theirs ? settled(left, now) : trialsEnded(left, now);
  const undoResult = { at: incident.undoAsked?.at ?? now, done, text };
  const told = noted(incident, now, `${done ? 'undone' : 'not undone'}: ${text}`);
  return goOn(withLeftover(told, { ...after, undoResult }), context);
}

/** What fails from now on is an incident again. */
function trialsEnded(left: Leftover, now: number): Leftover {
  return left.probes === undefined ? left : { ...left, probes: { ...left.probes, quietUntil: now } };
}

/** The next leftover, or the end of it with its message. */
function goOn(incident: Incident, { now, runbook }: StepContext): Incident {
  const next = requestedLeftover(incident);
  if (next !== undefined) return { ...incident, command: undo(next) };
  const { undoAsked } = incident;
  const over: Incident = { ...incident, ...(undoAsked && { undoAsked: { ...undoAsked, over: true } }) };
  const message = undoneMessage(over, runbook);
  // The person who asked is told for certain, and not as the incident's end: that may still be to be told, where they ask
  // at once after an execution died.
  const answer = undoAsked === undefined ? {} : { answers: undoAsked.at };
  return { ...over, command: { kind: 'notify', message, ...answer, next: afterwards(over, now) } };
}

/** Said once for each request: the person who asked must know that nothing happens, and why. */
function waiting(
  incident: Incident,
  left: Leftover,
  { until, holds = [] }: Extract<Acted, { kind: 'actWaits' }>,
  { now, runbook }: StepContext,
): Incident {
  const next = waitUntil(until, undo(left));
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
