/**
 * Sent once when holds keep the healer from changing back what a closed incident left, or from switching a restored
 * toggle again, for longer than people expect. The healer keeps asking. The message says why it waits, and how a person
 * does it at once.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { Attempt, Incident } from '../incident/incident.ts';
import type { Hold } from '../holds/hold.ts';
import type { Message } from '../incident/message.ts';
import { labelled } from './line.ts';
import { message } from './message.ts';
import { undoLines } from './undo-line.ts';

/** @param holds why the healer waits; @param minutes how long it has waited */
export function heldBackMessage(
  incident: Incident,
  runbook: Runbook,
  { attempt, holds, minutes }: { readonly attempt: Attempt; readonly holds: readonly Hold[]; readonly minutes: number },
): Message {
  const last = attempt.journal.moves.at(-1);
  return message(incident, runbook, {
    stage: 'ended',
    headline: `undo of ${attempt.remedy} still held back`,
    outcome: 'held',
    first: `${incident.service}: the healer has waited ${minutes} min to settle what ${attempt.remedy} left`,
    lines: [
      labelled('What is left', last === undefined ? attempt.remedy : last.text),
      ...holds.map(({ detail }) => labelled('Why', detail)),
      labelled('Next', 'the healer tries again every ten minutes, without another message'),
    ],
    commands: undoLines(incident),
  });
}
