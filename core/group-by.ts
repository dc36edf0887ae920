/** `Map.groupBy` for code that also runs on the Node of whoever uses the package: it came with Node 21, 20 is promised. */

/** The elements by what `keyOf` says of each, keys and elements in the order in which they came. */
export function groupBy<Element, Key>(
  elements: readonly Element[],
  keyOf: (element: Element) => Key,
): ReadonlyMap<Key, readonly Element[]> {
  const groups = new Map<Key, Element[]>();
  for (const element of elements) {
    const key = keyOf(element);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [element]);
    else group.push(element);
  }
  return groups;
}
