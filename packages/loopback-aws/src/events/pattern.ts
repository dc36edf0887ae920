/**
 * EventBridge event patterns, compiled to a predicate when the rule is created. The semantics are those of AWS's Event
 * Ruler, compared with it by `npm run test:oracles`: an event is its leaves, one leaf is enough for a field, and what is
 * asked of fields of objects in a list is asked of one element. `exists: false` means that no such leaf can be found
 * together with what was found for the fields before it, in the order of their names.
 */
import { combined, fieldsOf, type Field, type Places } from './event-fields.ts';
import { alternativesOf } from './pattern-alternatives.ts';
import type { Conditions } from './pattern-conditions.ts';

export type Matcher = (value: unknown) => boolean;

/** Compiles `pattern`; throws `InvalidEventPatternException` or 501 for an operator outside the cloud's list. */
export function compilePattern(pattern: unknown): Matcher {
  const alternatives = alternativesOf(pattern).map((fields) => [...fields].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return (event) => {
    const fields = Map.groupBy(fieldsOf(event), ({ path }) => path);
    return alternatives.some((alternative) => matches(alternative, fields, new Map()));
  };
}

/** Whether all that is left of the pattern can be found, given the elements that were chosen so far. */
function matches(
  [first, ...rest]: readonly (readonly [path: string, conditions: Conditions])[],
  fields: ReadonlyMap<string, readonly Field[]>,
  chosen: Places,
): boolean {
  if (first === undefined) return true;
  const [path, conditions] = first;
  const possible = (fields.get(path) ?? []).flatMap((field) => {
    const places = combined(chosen, field.places);
    return places === undefined ? [] : [{ value: field.value, places }];
  });
  if (possible.some(({ value, places }) => conditions.test(value) && matches(rest, fields, places))) return true;
  return conditions.absent && possible.length === 0 && matches(rest, fields, chosen);
}
