/**
 * An event as a pattern sees it: a flat list of leaves, each with its path and with the elements of lists it lies in. An
 * object or a list without leaves is nothing to a pattern.
 */
import { isObject } from '../fields.ts';
import type { Leaf } from './pattern-conditions.ts';

/** Which element was taken of which list. */
export type Places = ReadonlyMap<unknown, number>;

export interface Field {
  /** Names from the top, joined by dots. */
  readonly path: string;
  readonly value: Leaf;
  readonly places: Places;
}

/** The leaves of the event. Plain values in one list may stand for one another, so they have no place in it. */
export function fieldsOf(event: unknown, path = '', places: Places = new Map()): readonly Field[] {
  if (event === undefined) return [];
  if (Array.isArray(event)) {
    return event.flatMap((element: unknown, index) =>
      fieldsOf(
        element,
        path,
        isObject(element) || Array.isArray(element) ? new Map([...places, [event, index]]) : places,
      ),
    );
  }
  if (!isObject(event)) return [{ path, value: event as Leaf, places }];
  return Object.entries(event).flatMap(([name, value]) => fieldsOf(value, joinedPath(path, name), places));
}

/** `name` below `path`. */
export function joinedPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** Both together; undefined when they take different elements of one list. */
export function combined(chosen: Places, more: Places): Places | undefined {
  for (const [list, index] of more) if ((chosen.get(list) ?? index) !== index) return undefined;
  return new Map([...chosen, ...more]);
}
