/**
 * Everything the healer stores, in maps, as the table holds it: values are kept as JSON, so that nobody can change what
 * is stored by changing an object. A test may look into it and put damage into it.
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
  let values = new Map<string, string>();
  return {
    get(key) {
      const json = values.get(key);
      return json === undefined ? undefined : (JSON.parse(json) as T);
    },
    put: (key, value) => void values.set(key, JSON.stringify(value)),
    keys: () => [...values.keys()],
    remember: () => {
      const then = new Map(values);
      return () => void (values = new Map(then));
    },
  };
}
