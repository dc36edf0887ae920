/**
 * What happens to added tasks and narrowed rollout limits: the healer tries once to change them back when they are due,
 * and does nothing more after that. People were promised it, so they are told when it did not succeed.
 */
import type { Incident } from '../incident/incident.ts';
import type { Leftover } from '../incident/leftover.ts';
import { attemptOf, withLeftover } from '../incident/leftovers.ts';
import { notPutBackMessage } from '../notify/not-put-back-message.ts';
import type { StepContext } from '../transitions/inputs.ts';
import { resultText } from '../transitions/result-text.ts';
import { noted } from '../transitions/transitions.ts';
import { afterwards } from './afterwards.ts';
import { heldBack } from './held-back.ts';
import type { LeftoverActed } from './leftover-acted.ts';
import { settled } from './settled.ts';

/** The action waits, moved or ended. Its journal is already recorded. */
export function onPutBack(incident: Incident, { left, input }: LeftoverActed, context: StepContext): Incident {
  if (input.kind === 'actWaits') return heldBack(incident, left, input, context);
  const { now, runbook } = context;
  const result = resultText(input);
  const done = input.kind === 'actDone';
  const told = noted(incident, now, `${done ? 'put back' : 'not put back'}: ${result}`);
  const over = withLeftover(told, noLongerDue(left, now));
  const next = afterwards(over, now);
  if (done) return { ...over, command: next };
  return {
    ...over,
    command: { kind: 'announce', message: notPutBackMessage(over, runbook, attemptOf(over, left), result), next },
  };
}

/** Ends the automatic part. A person may still ask to undo what stays. */
function noLongerDue(left: Leftover, now: number): Leftover {
  const { dueAt: _over, notBefore: _also, heldBack: _too, ...kept } = left;
  return left.staysUndoable === true ? kept : settled(left, now);
}
