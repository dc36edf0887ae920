/**
 * The healer's store, kept by reference: values are never changed once they are stored, which a test proves by playing
 * the same worlds with copies. Copying every incident at every read would take most of the time there is.
 */
import { shelf, type Shelf } from '../../support/memory-ports/healer-store.ts';

export type Copies = 'shared' | 'copied';

/** The same store with shelves of that kind. */
export function stored<Store extends object>(store: Store, copies: Copies): Store {
  const shelves = Object.keys(store).map((name) => [name, copies === 'copied' ? shelf() : sharedShelf()]);
  return Object.fromEntries(shelves) as Store;
}

/** A map that keeps what it is given. */
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
