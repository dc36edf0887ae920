/**
 * What people are told about an undo they asked for: what came of it, and that it waits where the healer may not act.
 * Short, because whoever reads it asked for it a moment ago.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { Incident } from '../incident/incident.ts';
import type { Leftover, UndoResult } from '../incident/leftover.ts';
import { attemptOf, undoable } from '../incident/leftovers.ts';
import type { Hold } from '../holds/hold.ts';
import type { Message } from '../incident/message.ts';
import { labelled } from './line.ts';
import type { Line } from './line.ts';
import { message } from './message.ts';
import { undoLines } from './undo-line.ts';

/** What came of it, attempt by attempt. */
export function undoneMessage(incident: Incident, runbook: Runbook): Message {
  const { undoAsked, service } = incident;
  const answers = answersOf(incident);
  const done = answers.every((answer) => answer.done);
  return message(incident, runbook, {
    stage: 'ended',
    headline: done ? 'undone' : 'NOT UNDONE: NEEDS YOU',
    // Whoever asked knows: how the incident ended was told, and wakes nobody twice.
    outcome: done ? 'undone' : 'escalated',
    first: `${service}: ${done ? 'undone, as' : 'not undone, though'} a person asked${undoAsked?.by ?? ''}`,
    lines: answers.map(answerLine),
    ...(done ? {} : { commands: undoLines(incident) }),
  });
}

/** That the execution that was to do it died before it was done: said by who finds it dead. */
export function undoDiedMessage(incident: Incident, runbook: Runbook): Message {
  const { undoAsked, service } = incident;
  const left = undoable(incident).filter(({ undoResult }) => undoResult?.at !== undoAsked?.at);
  return message(incident, runbook, {
    stage: 'ended',
    headline: 'NOT UNDONE: NEEDS YOU',
    outcome: 'escalated',
    first: `${service}: not undone, though a person asked${undoAsked?.by ?? ''}`,
    lines: [
      ...answersOf(incident).map(answerLine),
      ...left.map((one) => labelled('Not undone', `${one.remedy}: ${lastMove(incident, one)}`)),
      labelled('Why', 'the execution of the healer that was to do it died; the sweep tries again, a few times at most'),
      labelled('Next', 'look why it died, then give the command again, or change it back yourself'),
    ],
    commands: undoLines(incident, 'dead'),
  });
}

function lastMove(incident: Incident, left: Leftover): string {
  return attemptOf(incident, left).journal.moves.at(-1)?.text ?? '';
}

type Answer = UndoResult & Pick<Leftover, 'remedy'>;

/** What came of the present request so far. */
function answersOf({ leftovers = [], undoAsked }: Incident): readonly Answer[] {
  return leftovers.flatMap(({ remedy, undoResult }) =>
    undoResult === undefined || undoResult.at !== undoAsked?.at ? [] : [{ remedy, ...undoResult }],
  );
}

function answerLine({ done, remedy, text }: Answer): Line {
  return labelled(done ? 'Undone' : 'Not undone', `${remedy}: ${text}`);
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
      labelled('Next', 'I ask every ten minutes at least whether I may, and then do it'),
    ],
  });
}
