/** Queries of an incident's leftovers: which one the execution looks after, which is due, which can be undone. */
import type { Command } from './command.ts';
import type { Attempt, Incident } from './incident.ts';
import type { Plan } from './journal.ts';
import type { Leftover } from './leftover.ts';
import { isUndoAsked } from './undo-asked.ts';

type Left = Pick<Incident, 'leftovers' | 'undoAsked'>;

/** Leftovers that a person may ask to undo: all that are not settled, the newest first. Empty for an open incident. */
export function undoable({ leftovers = [] }: Pick<Incident, 'leftovers'>): readonly Leftover[] {
  return leftovers.filter(({ state }) => state.kind !== 'settled').toReversed();
}

/** The next leftover of a person's undo request; undefined without a request, or after each was tried. */
export function requestedLeftover(incident: Left): Leftover | undefined {
  if (!isUndoAsked(incident)) return undefined;
  return undoable(incident).find(({ undoResult }) => undoResult?.at !== incident.undoAsked?.at);
}

/** The leftover whose toggle is restored on trial. */
export function probedLeftover(incident: Pick<Incident, 'leftovers'>): Leftover | undefined {
  return undoable(incident).find(({ state }) => state.kind === 'probing');
}

/** A leftover that the healer changes back without a request, and when. */
export type DueLeftover = Leftover & { readonly dueAt: number };

/** The leftover that the healer looks at first; of two at once, the newer attempt's. */
function dueLeftover(incident: Pick<Incident, 'leftovers'>): DueLeftover | undefined {
  return dueLeftovers(incident)[0];
}

/** All leftovers that the healer changes back without a request, in the order in which it looks at them. */
export function dueLeftovers(incident: Pick<Incident, 'leftovers'>): readonly DueLeftover[] {
  return undoable(incident)
    .filter(isDue)
    .toSorted((a, b) => lookAt(a) - lookAt(b));
}

/** When the healer looks at it next, ms since the epoch: one that has to wait lets the others go first. */
export function lookAt({ dueAt, notBefore = dueAt }: DueLeftover): number {
  return Math.max(dueAt, notBefore);
}

function isDue(leftover: Leftover): leftover is DueLeftover {
  return leftover.state.kind === 'kept' && leftover.dueAt !== undefined;
}

/** The leftover to change back next, at once or later: a requested one first, then a due one. */
export function nextLeftover(incident: Left): Leftover | undefined {
  return requestedLeftover(incident) ?? dueLeftover(incident);
}

/** The same at `now` (ms since the epoch), where its time has come. */
export function leftoverDue(incident: Left, now: number): Leftover | undefined {
  const due = dueLeftover(incident);
  return requestedLeftover(incident) ?? (due !== undefined && due.dueAt <= now ? due : undefined);
}

/**
 * The leftover that the execution looks after: the one that its pending command names. Commands of earlier versions name
 * none: then a requested one, then a trial, then a due one.
 */
export function leftoverInHand(incident: Left & Partial<Pick<Incident, 'command'>>): Leftover | undefined {
  const attempt = attemptNamed(incident.command);
  const named = incident.leftovers?.find((one) => one.attempt === attempt);
  return named ?? requestedLeftover(incident) ?? probedLeftover(incident) ?? dueLeftover(incident);
}

function attemptNamed(command: Command | undefined): number | undefined {
  switch (command?.kind) {
    case 'announce':
    case 'notify':
    case 'wait':
      return attemptNamed(command.next);
    case 'act':
      return command.attempt;
    default:
      return undefined;
  }
}

/** @throws Error when the incident lacks the attempt: a leftover is always stored with it */
export function attemptOf({ id, attempts }: Pick<Incident, 'id' | 'attempts'>, { attempt }: Leftover): Attempt {
  const found = attempts.find(({ number }) => number === attempt);
  if (found === undefined) throw new Error(`incident ${id} has no attempt ${attempt}, which left something`);
  return found;
}

/** The plan of the newest attempt of this kind with a due leftover, and its due time. */
export function duePlan<Kind extends Plan['kind']>(
  incident: Pick<Incident, 'id' | 'attempts' | 'leftovers'>,
  kind: Kind,
): (Extract<Plan, { readonly kind: Kind }> & { readonly dueAt: number }) | undefined {
  const left = dueLeftovers(incident).findLast(({ remedy }) => remedy === kind);
  if (left === undefined) return undefined;
  const { plan } = attemptOf(incident, left).journal;
  return { ...(plan as Extract<Plan, { readonly kind: Kind }>), dueAt: left.dueAt };
}

/** The incident with its attempt's leftover replaced by this one. */
export function withLeftover(incident: Incident, leftover: Leftover): Incident {
  const { leftovers = [] } = incident;
  return { ...incident, leftovers: leftovers.map((one) => (one.attempt === leftover.attempt ? leftover : one)) };
}
