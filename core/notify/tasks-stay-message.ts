/**
 * Sent when the execution that was to give added tasks back died after its incident was told to be over: what the last
 * message promised nobody may keep.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { Incident } from '../incident/incident.ts';
import type { ScaleOutPlan } from '../incident/journal.ts';
import type { Message } from '../incident/message.ts';
import { labelled } from './line.ts';
import { iso, message } from './message.ts';
import { undoLines } from './undo-line.ts';

/** What stays, and whose it is now. */
export function tasksStayMessage(
  incident: Incident,
  runbook: Runbook,
  { from, to, dueAt }: ScaleOutPlan & { readonly dueAt: number },
): Message {
  const stay = `${to} tasks are desired instead of ${from}`;
  return message(incident, runbook, {
    stage: 'ended',
    headline: `${to - from} tasks still added`,
    outcome: incident.outcome ?? 'failed',
    first: `${incident.service}: ${stay}`,
    lines: [
      labelled('What is left', `they were added to heal "${runbook.title}", to be given back from ${iso(dueAt)} on`),
      labelled('Why', 'the execution of the healer died before; the sweep tries again, a few times at most'),
      labelled('Next', `${stay}: take them back yourself, unless autoscaling does`),
    ],
    commands: undoLines(incident),
  });
}
