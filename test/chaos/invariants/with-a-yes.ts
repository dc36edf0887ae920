/**
 * What all promises have in common that a person is asked first: some attempts need a yes, and each of their moves follows
 * one that stands in the parameter, read since the move before. Whether it is needed is judged by what was read when the
 * attempt was reserved; where that was done more than once, by the mildest.
 */
import type { Effect, Granted, Moved } from '../record/effect.ts';

/** @param needsYes whether people are asked before an attempt that is reserved like this */
export function withAYes(needsYes: (granted: Granted) => boolean): (effect: Effect) => string | undefined {
  const needed = new Map<string, boolean>();
  return (effect) => {
    if (effect.kind === 'granted') {
      const id = `${effect.incidentId}#${effect.attempt}`;
      needed.set(id, needsYes(effect) && needed.get(id) !== false);
    }
    if (effect.kind !== 'moved' || effect.operation === 'undo') return undefined;
    return needed.get(`${effect.incidentId}#${effect.attempt}`) === true ? wrong(effect) : undefined;
  };
}

function wrong({ evidence: { answer }, move, incidentId }: Moved): string | undefined {
  if (answer === 'yes') return undefined;
  return `${move.kind} for ${incidentId}, and the answer ${answer === undefined ? 'was not read' : `is: ${answer}`}`;
}
