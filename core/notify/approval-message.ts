/**
 * Asks a person whether the healer may use a remedy: what it would do, why it asks, and one command for each answer.
 * The message holds no secret. Write permission on the parameter is the permission to answer.
 */
import { APPROVAL_MINUTES } from '../people/approval.ts';
import type { Ask } from '../incident/ask.ts';
import type { Runbook } from '../catalog/runbook.ts';
import type { Incident } from '../incident/incident.ts';
import { approvalParameterName } from '../vocabulary.ts';
import type { Message } from '../incident/message.ts';
import { labelled } from './line.ts';
import { minute } from '../minute.ts';
import { evidenceLines, message } from './message.ts';
import { putParameter } from './put-parameter.ts';

/** Sent again once, as a reminder. */
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
    first: `${incident.service}: ${runbook.title}; answer until ${minute(ask.askedAt + APPROVAL_MINUTES * 60_000)}, no answer is no`,
    lines: [
      labelled('What broke', incident.trigger.summary),
      ...evidenceLines(decision),
      ...(decision?.why ?? []).map((line) => labelled('Why', line)),
    ],
    commands: [labelled('Approve', putParameter(name, 'approve')), labelled('Deny', putParameter(name, 'deny'))],
  });
}
