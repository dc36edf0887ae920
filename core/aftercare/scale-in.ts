/**
 * What happens to tasks that an incident left added, after it is closed and its toggles are settled: hours later, and
 * when the load is as usual again, the service goes back to its former count. Whoever changed the count meanwhile is in
 * charge of it. The incident keeps its outcome: nothing here changes what was learnt or told about the heal.
 */
import type { Incident } from '../incident/incident.ts';
import { notPutBackMessage } from '../notify/not-put-back-message.ts';
import { scaledOut } from '../remedies/scaled-out.ts';
import type { AwaitedCommand, Command } from '../incident/command.ts';
import { heldAfterwards } from './held-back.ts';
import type { StepContext, StepInput } from '../transitions/inputs.ts';
import { currentAttempt, noted, waitUntil, withAttempt } from '../transitions/transitions.ts';
import { resultText } from '../transitions/result-text.ts';

type Acted = Extract<StepInput, { kind: 'actWaits' | 'actDone' | 'actRefused' | 'actFailed' }>;

const GIVE_BACK: AwaitedCommand = { kind: 'act', remedy: 'scaleOut', operation: 'undo' };

/** The wait for the tasks' expiry, where some were added and stay; otherwise `end`. */
export function givenBackBefore(end: Command, incident: Incident): Command {
  const plan = scaledOut(incident);
  return plan === undefined ? end : waitUntil(plan.expiresAt, GIVE_BACK);
}

/**
 * The action looked, moved or ended; its journal is recorded already. Whatever came of it, the execution ends; people were
 * told that the tasks would go, and are told where they stay.
 */
export function onGivenBack(incident: Incident, input: Acted, context: StepContext): Incident {
  if (input.kind === 'actWaits') return heldAfterwards(incident, input, GIVE_BACK, context);
  const { now, runbook } = context;
  const { plan } = currentAttempt(incident).journal;
  const end: Command = { kind: 'stop', result: 'succeeded' };
  const came = resultText(input);
  const done = input.kind === 'actDone';
  const told = noted(incident, now, `${done ? 'given back' : 'not given back'}: ${came}`);
  const settled = withAttempt(told, { undone: true });
  if (done) return { ...settled, command: end };
  return {
    ...settled,
    command: { kind: 'announce', message: notPutBackMessage(settled, runbook, plan, came), next: end },
  };
}
