/**
 * Sent when what an incident left was due to be changed back, and was not: what the last message promised is no longer so,
 * and what stays is a person's. Why it was not is for the caller to say.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { Incident } from '../incident/incident.ts';
import type { Plan } from '../incident/journal.ts';
import type { Message } from '../incident/message.ts';
import { labelled } from './line.ts';
import { message } from './message.ts';

/** Of a plan that added tasks, or narrowed the pace of deployments. */
export function notPutBackMessage(incident: Incident, runbook: Runbook, plan: Plan, why: string): Message {
  const { what, left } = whatStays(plan);
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

function whatStays(plan: Plan): { readonly what: string; readonly left: string } {
  switch (plan.kind) {
    case 'scaleOut':
      return { what: 'count of tasks', left: `the healer had found ${plan.from} tasks, and set ${plan.to}` };
    case 'rollBack': {
      const { narrow, usual } = plan.canary ?? {};
      const left = `the healer had found maximumPercent ${usual?.maximumPercent}, and set ${narrow?.maximumPercent}`;
      return { what: 'pace of deployments', left };
    }
    case 'flipToggle':
    case 'replaceTasks':
      throw new Error(`what ${plan.kind} leaves is told otherwise`);
  }
}
