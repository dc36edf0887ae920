/**
 * Reads fields of events that AWS and others define. Unknown fields may appear at any time and known ones may be
 * missing, so every read is by path and type, and absence is a value.
 */

/** The value at a dotted path, or undefined. */
export function at(event: unknown, path: string): unknown {
  let value: unknown = event;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

/** The string at a path; undefined when it is missing or empty. */
export function textAt(event: unknown, path: string): string | undefined {
  const value = at(event, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberAt(event: unknown, path: string): number | undefined {
  const value = at(event, path);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The list at a path; empty when it is missing. */
export function listAt(event: unknown, path: string): readonly unknown[] {
  const value = at(event, path);
  return Array.isArray(value) ? value : [];
}

/** An ISO 8601 time, also in CloudWatch's `+0000` spelling, as ms since the epoch; undefined for any other value. */
export function timeAt(event: unknown, path: string): number | undefined {
  const text = textAt(event, path);
  if (text === undefined) return undefined;
  const parsed = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** An object whose values are all texts, such as dimensions; undefined for any other value. */
export function fieldsOf(value: unknown): Readonly<Record<string, string>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  return entries.every(([, one]) => typeof one === 'string') ? Object.fromEntries(entries) : undefined;
}
