/**
 * Sent when the healer did not change back what an incident left, though the last message promised it. From here on a
 * person looks after what stays. The caller says why.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { Incident } from '../incident/incident.ts';
import type { Plan } from '../incident/journal.ts';
import type { Message } from '../incident/message.ts';
import { labelled } from './line.ts';
import { message } from './message.ts';

/** For a plan that added tasks, or narrowed the rollout limits. @throws Error for any other plan */
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
      labelled('Next', 'the healer changes it no more: check that it is as you want it'),
    ],
  });
}

function whatStays(plan: Plan): { readonly what: string; readonly left: string } {
  switch (plan.kind) {
    case 'scaleOut':
      return { what: 'count of tasks', left: `the healer found ${plan.from} tasks, and set ${plan.to}` };
    case 'rollBack': {
      const { narrow, usual } = plan.canary ?? {};
      const left = `the healer found maximumPercent ${usual?.maximumPercent}, and set ${narrow?.maximumPercent}`;
      return { what: 'rollout limits', left };
    }
    case 'flipToggle':
    case 'replaceTasks':
      throw new Error(`no message here for what ${plan.kind} leaves`);
  }
}
