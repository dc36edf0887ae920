/** The shape of an answer: which fields there are and of what kind, whatever their values. */

/** Paths with the kinds seen there, such as `tasks[].createdAt` → `date`. */
export type Shape = ReadonlyMap<string, string>;

/** The shape of a value as the SDK gives it. Elements of one list are taken together; an empty list has no elements. */
export function shapeOf(value: unknown, path = ''): Shape {
  if (Array.isArray(value))
    return merged([new Map([[path, 'list']]), ...value.map((one) => shapeOf(one, `${path}[]`))]);
  if (value instanceof Date) return new Map([[path, 'date']]);
  if (typeof value !== 'object' || value === null) return new Map([[path, typeof value]]);
  const fields = Object.entries(value).filter(([name, inner]) => name !== '$metadata' && inner !== undefined);
  const inside = fields.map(([name, inner]) => shapeOf(inner, path === '' ? name : `${path}.${name}`));
  return merged(path === '' ? inside : [new Map([[path, 'object']]), ...inside]);
}

function merged(shapes: readonly Shape[]): Shape {
  const all = new Map<string, string>();
  for (const [path, kind] of shapes.flatMap((shape) => [...shape])) {
    const before = all.get(path);
    all.set(path, before === undefined || before === kind ? kind : [before, kind].toSorted().join('|'));
  }
  return all;
}

/** What differs, each as one line; a field that is absent stands for everything inside it. */
export function shapeDifferences(lab: Shape, moto: Shape): readonly string[] {
  const paths = [...new Set([...lab.keys(), ...moto.keys()])].toSorted();
  const found: string[] = [];
  for (const path of paths) {
    const [ours, theirs] = [lab.get(path), moto.get(path)];
    const missing = ours === undefined ? 'only in moto' : theirs === undefined ? 'only in the lab' : undefined;
    if (missing === undefined && ours !== theirs) found.push(`${path}: ${ours} in the lab, ${theirs} in moto`);
    if (missing === undefined || path.endsWith('[]')) continue;
    if (!found.some((line) => line.endsWith(missing) && isInside(path, line.slice(0, line.indexOf(':'))))) {
      found.push(`${path}: ${missing}`);
    }
  }
  return found;
}

const isInside = (path: string, outer: string): boolean => path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
