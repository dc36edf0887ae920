/**
 * Sent once when what a closed incident left should have been changed back, or a restored toggle switched again, and the
 * healer may not for longer than people would expect. It goes on asking; what it says is why, and how to do it at once.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { Attempt, Incident } from '../incident/incident.ts';
import type { Hold } from '../holds/hold.ts';
import type { Message } from '../incident/message.ts';
import { labelled } from './line.ts';
import { message } from './message.ts';
import { undoLines } from './undo-line.ts';

/** @param holds why it may not; @param minutes how long it has waited */
export function heldBackMessage(
  incident: Incident,
  runbook: Runbook,
  { attempt, holds, minutes }: { readonly attempt: Attempt; readonly holds: readonly Hold[]; readonly minutes: number },
): Message {
  const last = attempt.journal.moves.at(-1);
  return message(incident, runbook, {
    stage: 'ended',
    headline: `${attempt.remedy} still held back`,
    outcome: 'held',
    first: `${incident.service}: what ${attempt.remedy} left is not settled: the healer may not for ${minutes} min`,
    lines: [
      labelled('What is left', last === undefined ? attempt.remedy : last.text),
      ...holds.map(({ detail }) => labelled('Why', detail)),
      labelled('Next', 'the healer asks every ten minutes whether it may; you are not told again'),
    ],
    commands: undoLines(incident),
  });
}
