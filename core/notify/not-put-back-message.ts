/**
 * Sent when what an incident left was due to be changed back, and was not: what the last message promised is no longer so,
 * and what stays is a person's. Why it was not is for the caller to say.
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
      labelled('Next', 'the healer does nothing more about it: see that it is as you want it'),
    ],
  });
}
