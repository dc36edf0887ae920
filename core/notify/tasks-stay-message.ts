/**
 * Sent when the execution that should remove added tasks died after its incident closed. The last message promised
 * their removal, and no running execution keeps that promise.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { Incident } from '../incident/incident.ts';
import type { ScaleOutPlan } from '../remedies/scale-out/plan.ts';
import type { Message } from '../incident/message.ts';
import { labelled } from './line.ts';
import { minute } from '../minute.ts';
import { message } from './message.ts';
import { undoLines } from './undo-line.ts';

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
      labelled(
        'What is left',
        `the healer added them to heal "${runbook.title}", and was due to remove them from ${minute(dueAt)} on`,
      ),
      labelled('Why', "the healer's execution died first; the sweep tries again, a few times at most"),
      labelled('Next', `${stay}: remove them yourself, unless autoscaling does`),
    ],
    commands: undoLines(incident),
  });
}
