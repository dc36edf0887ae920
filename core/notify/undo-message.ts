/**
 * What people are told about an undo they asked for: what came of it, and that it waits where the healer may not act.
 * Short, because whoever reads it asked for it a moment ago.
 */
import type { Runbook } from '../catalog.ts';
import type { Incident } from '../incident/incident.ts';
import type { Hold } from '../vocabulary.ts';
import type { Message } from '../workflow/command.ts';
import { labelled } from './line.ts';
import { message } from './message.ts';
import { undoLines } from './undo-line.ts';

/** What came of it, attempt by attempt. */
export function undoneMessage(incident: Incident, runbook: Runbook): Message {
  const { undoAsked, attempts, service } = incident;
  const answers = attempts.flatMap(({ remedy, askedBack }) =>
    askedBack === undefined || askedBack.at !== undoAsked?.at ? [] : [{ remedy, ...askedBack }],
  );
  const done = answers.every((answer) => answer.done);
  return message(incident, runbook, {
    stage: 'ended',
    headline: done ? 'undone' : 'NOT UNDONE: NEEDS YOU',
    outcome: done ? (incident.outcome ?? 'failed') : 'escalated',
    first: `${service}: ${done ? 'undone' : 'not undone'}, as a person asked${undoAsked?.by ?? ''}`,
    lines: answers.map((answer) => labelled(answer.done ? 'Undone' : 'Not undone', `${answer.remedy}: ${answer.text}`)),
    ...(done ? {} : { commands: undoLines(incident) }),
  });
}

/** That it was heard, and may not be done yet. */
export function undoWaitsMessage(incident: Incident, runbook: Runbook, holds: readonly Hold[]): Message {
  return message(incident, runbook, {
    stage: 'ended',
    headline: 'undo waits',
    outcome: 'held',
    first: `${incident.service}: a person asked to undo it${incident.undoAsked?.by ?? ''}, and I may not yet`,
    lines: [
      ...holds.map(({ detail }) => labelled('Why', detail)),
      labelled('Next', 'I ask every ten minutes whether I may, and then do it'),
    ],
  });
}
