/**
 * What is asked of the leftovers of an incident: which is looked after now, what is due, what a person may ask to undo.
 */
import type { Attempt, Incident } from './incident.ts';
import type { Plan } from './journal.ts';
import type { Leftover } from './leftover.ts';
import { isUndoAsked } from './undo-asked.ts';

type Left = Pick<Incident, 'leftovers' | 'undoAsked'>;

/** What a person may ask to undo, the newest first: everything that is not settled. Empty while the incident is open. */
export function undoable({ leftovers = [] }: Pick<Incident, 'leftovers'>): readonly Leftover[] {
  return leftovers.filter(({ state }) => state.kind !== 'settled').toReversed();
}

/** The next leftover to undo because a person asked for it; undefined when nobody did, or each was tried. */
export function requestedLeftover(incident: Left): Leftover | undefined {
  if (!isUndoAsked(incident)) return undefined;
  return undoable(incident).find(({ undoResult }) => undoResult?.at !== incident.undoAsked?.at);
}

/** The leftover whose toggle is restored on trial. */
export function probedLeftover(incident: Pick<Incident, 'leftovers'>): Leftover | undefined {
  return undoable(incident).find(({ state }) => state.kind === 'probing');
}

/** What the healer is to change back without being asked, and when that is due. */
export type DueLeftover = Leftover & { readonly dueAt: number };

/** What is due first; of two that are due at once, what the newer attempt left. */
export function dueLeftover(incident: Pick<Incident, 'leftovers'>): DueLeftover | undefined {
  return dueLeftovers(incident)[0];
}

/** Everything that is to be changed back without being asked, what is due first before the rest. */
export function dueLeftovers(incident: Pick<Incident, 'leftovers'>): readonly DueLeftover[] {
  return undoable(incident)
    .filter(isDue)
    .toSorted((a, b) => a.dueAt - b.dueAt);
}

function isDue(leftover: Leftover): leftover is DueLeftover {
  return leftover.state.kind === 'kept' && leftover.dueAt !== undefined;
}

/** What an execution has to change back at `now` (ms since the epoch): what a person asked for first, then what is due. */
export function leftoverDue(incident: Left, now: number): Leftover | undefined {
  const due = dueLeftover(incident);
  return requestedLeftover(incident) ?? (due !== undefined && due.dueAt <= now ? due : undefined);
}

/** The leftover that is being looked after: what a person asked for first, then a trial, then what is due. */
export function leftoverInHand(incident: Left): Leftover | undefined {
  return requestedLeftover(incident) ?? probedLeftover(incident) ?? dueLeftover(incident);
}

/** @throws Error when the incident has no such attempt: a leftover is never stored without it. */
export function attemptOf({ id, attempts }: Pick<Incident, 'id' | 'attempts'>, { attempt }: Leftover): Attempt {
  const found = attempts.find(({ number }) => number === attempt);
  if (found === undefined) throw new Error(`incident ${id} has no attempt ${attempt}, which left something`);
  return found;
}

/** What an attempt of this kind did that the healer is to change back, with the time at which that is due: the last of several. */
export function duePlan<Kind extends Plan['kind']>(
  incident: Pick<Incident, 'id' | 'attempts' | 'leftovers'>,
  kind: Kind,
): (Extract<Plan, { readonly kind: Kind }> & { readonly dueAt: number }) | undefined {
  const left = dueLeftovers(incident).findLast(({ remedy }) => remedy === kind);
  if (left === undefined) return undefined;
  const { plan } = attemptOf(incident, left).journal;
  return { ...(plan as Extract<Plan, { readonly kind: Kind }>), dueAt: left.dueAt };
}

/** The incident with this leftover in the place of the one of its attempt. */
export function withLeftover(incident: Incident, leftover: Leftover): Incident {
  const { leftovers = [] } = incident;
  return { ...incident, leftovers: leftovers.map((one) => (one.attempt === leftover.attempt ? leftover : one)) };
}
