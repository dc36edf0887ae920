/** The command by which a person makes the healer undo what an incident left. */
import type { Incident } from '../incident/incident.ts';
import { undoable } from '../incident/leftovers.ts';
import { UNDO_WORD, undoParameter } from '../people/undo.ts';
import { isUndoAsked } from '../incident/undo-asked.ts';
import { labelled, type Line } from './line.ts';
import { putParameter } from './put-parameter.ts';

/** At most one line. None where the incident left nothing, or where a person has asked and a live execution does it. */
export function undoLines(incident: Incident, execution: 'alive' | 'dead' = 'alive'): readonly Line[] {
  if (undoable(incident).length === 0 || (isUndoAsked(incident) && execution === 'alive')) return [];
  return [labelled('Undo it', putParameter(undoParameter(incident), UNDO_WORD))];
}
