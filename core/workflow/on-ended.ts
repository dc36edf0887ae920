/**
 * The end of an incident: closed with its one message, reopened when a signal arrived in between, or abandoned when the
 * state machine gave up. Aftercare follows its leftovers.
 */
import type { Incident } from '../incident/incident.ts';
import { endMessage } from '../notify/message.ts';
import { requestedLeftover } from '../incident/leftovers.ts';
import { leftoversOf } from '../remedies/leaves.ts';
import { afterwards } from '../aftercare/afterwards.ts';
import type { Command } from '../incident/command.ts';
import type { StepContext, StepInput } from '../transitions/inputs.ts';
import { leftOver, settled } from './on-acted.ts';
import { currentAttempt, noted, spokenFor, withAttempt, withOutcome } from '../transitions/transitions.ts';

export function onClosed(incident: Incident, context: StepContext): Incident {
  return close(incident, context, { kind: 'stop', result: 'succeeded' });
}

/** Releases everything and records a failure. The message says what was left changed. */
export function onAbandoned(incident: Incident, reason: string, context: StepContext): Incident {
  const pending = incident.attempts.at(-1)?.status === 'pending';
  const settledFirst = pending
    ? withAttempt(settled(incident, context, { status: 'censored', reason }), { executionError: true })
    : incident;
  // An unfinished undo leaves as much behind as an unfinished attempt.
  const unfinished = pending || incident.phase === 'undoing';
  // The reason so far may be the only mention of something left behind.
  const said = incident.outcomeReason === undefined ? '' : `; before: ${incident.outcomeReason}`;
  const left = unfinished ? leftOver(currentAttempt(incident).journal) : said;
  const failed = withOutcome(
    { ...settledFirst, health: 'Escalated' },
    'failed',
    `the healer itself failed: ${reason}${left}`,
  );
  return close(noted(failed, context.now, `abandoned: ${reason}`), context, { kind: 'stop', result: 'failed' });
}

type Reopened = Extract<StepInput, { kind: 'reopened' }>;

/** Decides again about the new signal. What was learnt stays. */
export function onReopened(incident: Incident, input: Reopened, context: StepContext): Incident {
  const { outcome: _outcome, outcomeReason: _reason, reservation: _released, ...open } = incident;
  const again: Incident = {
    ...open,
    phase: 'deciding',
    reopened: incident.reopened + 1,
    health: 'Failing',
    failureType: input.failureType,
    alarms: input.alarms,
    signalsSeen: input.signalsSeen,
    command: { kind: 'decide' },
  };
  return noted(again, context.now, `not over: ${input.summary}`);
}

function close(incident: Incident, context: StepContext, end: Command): Incident {
  const { reservation: _released, ...released } = incident;
  const leftovers = leftoversOf(released.attempts);
  const closed = answeredBefore({ ...released, phase: 'closed', closedAt: context.now, leftovers });
  if (spokenFor(closed)) return { ...closed, command: end };
  const message = endMessage(closed, context.runbook, context.service);
  return { ...closed, command: { kind: 'notify', message, next: afterwards(closed, context.now, end) } };
}

/** A person ended it, and nothing is left to undo: the request is over with the incident. */
function answeredBefore(incident: Incident): Incident {
  const { undoAsked } = incident;
  if (undoAsked === undefined || requestedLeftover(incident) !== undefined) return incident;
  return { ...incident, undoAsked: { ...undoAsked, over: true } };
}
