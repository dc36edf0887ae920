/**
 * The question whether a remedy may be used: what would be done, why it is asked, and one command for each answer. No
 * secret is in it; who may write the parameter may answer.
 */
import { APPROVAL_MINUTES } from '../people/approval.ts';
import type { Ask } from '../incident/ask.ts';
import type { Runbook } from '../catalog/runbook.ts';
import type { Incident } from '../incident/incident.ts';
import { approvalParameterName } from '../vocabulary.ts';
import type { Message } from '../incident/message.ts';
import { labelled } from './line.ts';
import { evidenceLines, iso, message } from './message.ts';
import { putParameter } from './put-parameter.ts';

/** Asks for an answer: what would be done, why it is asked, and the two commands. Sent again once, as a reminder. */
export function approvalMessage(
  incident: Incident,
  runbook: Runbook,
  { ask, reminder }: { readonly ask: Ask; readonly reminder: boolean },
): Message {
  const decision = incident.decisions.at(-1);
  const name = approvalParameterName(incident.id, ask.remedy);
  return message(incident, runbook, {
    stage: 'started',
    headline: `${reminder ? 'still waiting: ' : ''}may I use ${ask.remedy}?`,
    outcome: 'approval',
    first: `${incident.service}: ${runbook.title}; answer until ${iso(ask.askedAt + APPROVAL_MINUTES * 60_000)}, no answer is no`,
    lines: [
      labelled('What broke', incident.trigger.summary),
      ...evidenceLines(decision),
      ...(decision?.why ?? []).map((line) => labelled('Why', line)),
    ],
    commands: [labelled('Approve', putParameter(name, 'approve')), labelled('Deny', putParameter(name, 'deny'))],
  });
}
