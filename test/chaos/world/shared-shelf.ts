/**
 * The healer's store, kept by reference: values are never changed once they are stored, which a test proves by playing
 * the same worlds with copies. Copying every incident at every read would take most of the time there is.
 */
import { sharedShelf, shelf } from '../../../sim/ports/shelf.ts';

export type Copies = 'shared' | 'copied';

/** The same store with shelves of that kind. */
export function stored<Store extends object>(store: Store, copies: Copies): Store {
  const shelves = Object.keys(store).map((name) => [name, copies === 'copied' ? shelf() : sharedShelf()]);
  return Object.fromEntries(shelves) as Store;
}
