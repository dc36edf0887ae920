/**
 * A person's request to undo what the healer did for an incident: one SSM parameter for each incident, which the
 * healer's roles are denied to write, like its kill switch. Pure: a port reads the parameter.
 */
import type { Incident } from '../incident/incident.ts';
import { isUndoAsked } from '../incident/undo-asked.ts';
import type { ParameterReading } from '../world/parameter.ts';
import { commandIn } from './command-text.ts';
import type { Hold } from '../holds/hold.ts';
import { undoParameterName } from '../vocabulary.ts';

/** The word that asks for it. */
export const UNDO_WORD = 'now';

/** Who asks and why, in the words of `UndoAsked.by`; undefined without a request, or where it could not be read. */
export function undoAskedIn(reading: ParameterReading | undefined): string | undefined {
  if (reading?.kind !== 'value') return undefined;
  const { word, by } = commandIn(reading.value, 'undo');
  return word === UNDO_WORD ? by : undefined;
}

/**
 * The incident with the request in its parameter. Only while it is open: an execution of its own, which the parameter
 * starts, undoes what a closed one left.
 */
export function withUndoAsked(incident: Incident, reading: ParameterReading | undefined, at: number): Incident {
  const by = undoAskedIn(reading);
  if (by === undefined || incident.phase === 'closed' || incident.undoAsked !== undefined) return incident;
  return { ...incident, undoAsked: { at, by } };
}

/**
 * Why the healer does nothing more about an incident that a person ended. For a closed one, only work that is still to
 * be done counts, or what this very reading says: a request that was answered holds nothing back.
 */
export function undoAskedHold(
  incident: Pick<Incident, 'undoAsked' | 'phase'>,
  reading?: ParameterReading,
): Hold | undefined {
  const { undoAsked, phase } = incident;
  const counts = phase === 'closed' ? isUndoAsked(incident) : undoAsked !== undefined;
  const by = counts ? undoAsked?.by : undoAskedIn(reading);
  return by === undefined ? undefined : { reason: 'undo-asked', detail: `a person ended it${by}`, by };
}

/** Who asked and why, from the undo hold among these; undefined without one. */
export function askedByIn(holds: readonly Hold[]): string | undefined {
  return holds.find(({ reason }) => reason === 'undo-asked')?.by;
}

/** The parameter of the request. */
export function undoParameter({ id }: Pick<Incident, 'id'>): string {
  return undoParameterName(id);
}
