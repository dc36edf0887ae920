/**
 * Sent when the healer did not change back what an incident left, though the last message promised it. From here on a
 * person looks after what stays. The caller says why.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { Attempt, Incident } from '../incident/incident.ts';
import type { Message } from '../incident/message.ts';
import { notPutBack } from '../remedies/leaves.ts';
import { labelled } from './line.ts';
import { message } from './message.ts';

export function notPutBackMessage(incident: Incident, runbook: Runbook, attempt: Attempt, why: string): Message {
  const { what, left } = notPutBack(attempt);
  return message(incident, runbook, {
    stage: 'ended',
    headline: `${what} not put back`,
    outcome: incident.outcome ?? 'failed',
    first: `${incident.service}: ${what} not put back`,
    lines: [
      labelled('What is left', left),
      labelled('Why', why),
      labelled('Next', 'the healer changes it no more: check that it is as you want it'),
    ],
  });
}
