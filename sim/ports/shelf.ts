/**
 * Everything the healer stores, in maps, as the table holds it. A copying shelf keeps values as JSON, so that a test cannot
 * change what is stored by changing an object; a shared one keeps what it is given, because copying every record at every
 * read would take most of the time of a long run.
 */

export interface Shelf<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  keys(): readonly string[];
  /** Remembers what is stored now. @returns puts everything back as it was then, as a restore of the table does */
  remember(): () => void;
}

/** A map that stores copies. */
export function shelf<T>(): Shelf<T> {
  const shared = sharedShelf<string>();
  return {
    ...shared,
    get(key) {
      const json = shared.get(key);
      return json === undefined ? undefined : (JSON.parse(json) as T);
    },
    put: (key, value) => shared.put(key, JSON.stringify(value)),
  };
}

/** A map that keeps what it is given: for values that are never changed once they are stored. */
export function sharedShelf<T>(): Shelf<T> {
  let values = new Map<string, T>();
  return {
    get: (key) => values.get(key),
    put: (key, value) => void values.set(key, value),
    keys: () => [...values.keys()],
    remember: () => {
      const then = new Map(values);
      return () => void (values = new Map(then));
    },
  };
}
