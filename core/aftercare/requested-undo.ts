/**
 * What happens when a person asks to undo what a closed incident left. The execution that the command started takes the
 * incident over and undoes its leftovers, the newest first, due or not. One message gives the result; one before that
 * says that holds make the undo wait.
 */
import { areOthers } from '../holds/whose.ts';
import type { Incident } from '../incident/incident.ts';
import type { Leftover } from '../incident/leftover.ts';
import { attemptOf, probedLeftover, requestedLeftover, withLeftover } from '../incident/leftovers.ts';
import { undoneMessage, undoWaitsMessage } from '../notify/undo-message.ts';
import type { Acted, StepContext, StepInput } from '../transitions/inputs.ts';
import { resultText } from '../transitions/result-text.ts';
import { noted, waitUntil } from '../transitions/transitions.ts';
import { actOn, afterwards } from './afterwards.ts';
import type { LeftoverActed } from './leftover-acted.ts';
import { planOf } from './probe-timing.ts';
import { settled, trialsEnded } from './settled.ts';

type Asked = Extract<StepInput, { kind: 'undoAsked' }>;

export function onUndoAsked(incident: Incident, { executionArn, by }: Asked, context: StepContext): Incident {
  const { now } = context;
  // Two requests stay two, also within a millisecond.
  const at = Math.max(now, (incident.undoAsked?.at ?? 0) + 1);
  // A new request starts from the beginning: what an earlier one failed at may succeed now.
  const taken: Incident = { ...trialEnded(incident, now, at), executionArn, undoAsked: { at, by }, resumed: 0 };
  return goOn(noted(taken, now, `a person asked to undo it${by}`), context);
}

/** The toggle is already restored; the undo only ends the trial, so it will not be flipped again. */
function trialEnded(incident: Incident, now: number, at: number): Incident {
  const left = probedLeftover(incident);
  if (left === undefined) return incident;
  const { toggle, previous } = planOf(attemptOf(incident, left));
  const undoResult = { at, done: true, text: `${toggle} is ${previous} already, and stays so` };
  return withLeftover(incident, { ...settled(left, now), undoResult });
}

/** The action waits, moved or ended. Its journal is already recorded. */
export function onUndone(incident: Incident, { left, input }: LeftoverActed, context: StepContext): Incident {
  if (input.kind === 'actWaits') return waiting(incident, left, input, context);
  const { now } = context;
  const done = input.kind === 'actDone';
  const text = resultText(input);
  // Another actor's change ends the undo. After any other failure the person may ask again.
  const theirs = input.kind === 'actRefused' && areOthers(input.holds);
  const after = done || theirs ? settled(left, now) : trialsEnded(left, now);
  const undoResult = { at: incident.undoAsked?.at ?? now, done, text };
  const told = noted(incident, now, `${done ? 'undone' : 'not undone'}: ${text}`);
  return goOn(withLeftover(told, { ...after, undoResult }), context);
}

/** The next leftover, or the result message. */
function goOn(incident: Incident, { now, runbook }: StepContext): Incident {
  const next = requestedLeftover(incident);
  if (next !== undefined) return { ...incident, command: actOn(next, 'undo') };
  const { undoAsked } = incident;
  const over: Incident = { ...incident, ...(undoAsked && { undoAsked: { ...undoAsked, over: true } }) };
  const message = undoneMessage(over, runbook);
  // An answer of its own, not the incident's end message: that one may still have to be sent, when the person asks
  // right after an execution died.
  const answer = undoAsked === undefined ? {} : { answers: undoAsked.at };
  return { ...over, command: { kind: 'notify', message, ...answer, next: afterwards(over, now) } };
}

/** Once for each request: the person must know that the undo waits, and why. */
function waiting(
  incident: Incident,
  left: Leftover,
  { until, holds = [] }: Extract<Acted, { kind: 'actWaits' }>,
  { now, runbook }: StepContext,
): Incident {
  const next = waitUntil(until, actOn(left, 'undo'));
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
