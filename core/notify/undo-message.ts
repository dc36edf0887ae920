/**
 * Messages about an undo that a person asked for: its result, or that it waits because holds forbid it. They are short,
 * because their reader asked a moment ago.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { Incident } from '../incident/incident.ts';
import type { Leftover, UndoResult } from '../incident/leftover.ts';
import { attemptOf, undoable } from '../incident/leftovers.ts';
import type { Hold } from '../holds/hold.ts';
import type { Message } from '../incident/message.ts';
import { labelled, type Line } from './line.ts';
import { message } from './message.ts';
import { undoLines } from './undo-line.ts';

/** The result for each attempt. */
export function undoneMessage(incident: Incident, runbook: Runbook): Message {
  const { undoAsked, service } = incident;
  const answers = answersOf(incident);
  const done = answers.every((answer) => answer.done);
  return message(incident, runbook, {
    stage: 'ended',
    headline: done ? 'undone' : 'NOT UNDONE: NEEDS YOU',
    // `undone` wakes no subscriber: the person asked for it, and an earlier message told how the incident ended.
    outcome: done ? 'undone' : 'escalated',
    first: `${service}: ${done ? 'undone, as' : 'not undone, though'} a person asked${undoAsked?.by ?? ''}`,
    lines: answers.map(answerLine),
    ...(done ? {} : { commands: undoLines(incident) }),
  });
}

/** Sent by the sweep when it finds that the execution died before it finished the undo. */
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
      labelled('Why', "the healer's execution died before it finished; the sweep tries again, a few times at most"),
      labelled('Next', 'find out why it died, then give the command again, or change it back yourself'),
    ],
    commands: undoLines(incident, 'dead'),
  });
}

function lastMove(incident: Incident, left: Leftover): string {
  return attemptOf(incident, left).journal.moves.at(-1)?.text ?? '';
}

type Answer = UndoResult & Pick<Leftover, 'remedy'>;

/** Results of the present request so far. */
function answersOf({ leftovers = [], undoAsked }: Incident): readonly Answer[] {
  return leftovers.flatMap(({ remedy, undoResult }) =>
    undoResult === undefined || undoResult.at !== undoAsked?.at ? [] : [{ remedy, ...undoResult }],
  );
}

function answerLine({ done, remedy, text }: Answer): Line {
  return labelled(done ? 'Undone' : 'Not undone', `${remedy}: ${text}`);
}

/** Sent when the healer has read the request, and holds forbid it for now. */
export function undoWaitsMessage(incident: Incident, runbook: Runbook, holds: readonly Hold[]): Message {
  return message(incident, runbook, {
    stage: 'ended',
    headline: 'undo waits',
    outcome: 'held',
    first: `${incident.service}: a person asked to undo it${incident.undoAsked?.by ?? ''}, and holds forbid it for now`,
    lines: [
      ...holds.map(({ detail }) => labelled('Why', detail)),
      labelled('Next', 'I try again every ten minutes or sooner, and undo it as soon as no hold forbids it'),
    ],
  });
}
