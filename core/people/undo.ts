/**
 * What a person may ask for at any time: that what was done for an incident is undone, by one SSM parameter for each
 * incident, which the healer's roles are denied to write like all its brakes. Pure; the reading itself is a port.
 */
import type { Incident } from '../incident/incident.ts';
import { isUndoAsked } from '../incident/undo-asked.ts';
import type { ParameterReading } from '../world/parameter.ts';
import { commandIn } from './command-text.ts';
import type { Hold } from '../holds/hold.ts';
import { undoParameterName } from '../vocabulary.ts';

/** The word that asks for it. */
export const UNDO_WORD = 'now';

/** Who asks, and why, in the words of `UndoAsked.by`; undefined where nobody does, or nothing can be read. */
export function undoAskedIn(reading: ParameterReading | undefined): string | undefined {
  if (reading?.kind !== 'value') return undefined;
  const { word, by } = commandIn(reading.value, 'undo');
  return word === UNDO_WORD ? by : undefined;
}

/**
 * The incident that knows what is in its parameter. Only while it is open: what is left of a closed one is undone by an
 * execution of its own, which the parameter starts.
 */
export function withUndoAsked(incident: Incident, reading: ParameterReading | undefined, at: number): Incident {
  const by = undoAskedIn(reading);
  if (by === undefined || incident.phase === 'closed' || incident.undoAsked !== undefined) return incident;
  return { ...incident, undoAsked: { at, by } };
}

/**
 * Why nothing more is done about an incident, once a person asked to end it. Of a closed one only what is still to be done
 * counts, or what the parameter says at this very reading: an answer that was given holds nothing up.
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

/** Who asked, and why, as such a hold says it; undefined where none is among these. */
export function askedByIn(holds: readonly Hold[]): string | undefined {
  return holds.find(({ reason }) => reason === 'undo-asked')?.by;
}

/** The parameter in which it is asked for. */
export function undoParameter({ id }: Pick<Incident, 'id'>): string {
  return undoParameterName(id);
}
