/**
 * What happens to a pace of deployments that an interrupted rollback left narrow, after its incident is closed: it is put
 * back at once, whatever revision runs stays, and somebody else's pace does too. The incident keeps its outcome.
 */
import type { Incident } from '../incident/incident.ts';
import { notPutBackMessage } from '../notify/not-put-back-message.ts';
import { afterwards } from './afterwards.ts';
import { heldAfterwards } from './held-back.ts';
import type { StepContext, StepInput } from '../transitions/inputs.ts';
import { currentAttempt, noted, withAttempt } from '../transitions/transitions.ts';
import { resultText } from '../transitions/result-text.ts';

type Acted = Extract<StepInput, { kind: 'actWaits' | 'actDone' | 'actRefused' | 'actFailed' }>;

/**
 * The action looked, moved or ended; its journal is recorded already. Whatever came of it, that is the end of it; people
 * were told that the pace would be put back, and are told where it stays.
 */
export function onPacePutBack(incident: Incident, input: Acted, context: StepContext): Incident {
  if (input.kind === 'actWaits') {
    return heldAfterwards(incident, input, { kind: 'act', remedy: 'rollBack', operation: 'undo' }, context);
  }
  const { now, runbook } = context;
  const { plan } = currentAttempt(incident).journal;
  const came = resultText(input);
  const done = input.kind === 'actDone';
  const told = noted(incident, now, `${done ? 'put back' : 'pace not put back'}: ${came}`);
  const settled = withAttempt(told, { pacePutBack: true });
  const next = afterwards(settled, now);
  if (done) return { ...settled, command: next };
  return { ...settled, command: { kind: 'announce', message: notPutBackMessage(settled, runbook, plan, came), next } };
}
