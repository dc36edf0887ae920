/**
 * A day or a time as ISO 8601 writes it, and nothing else: what JavaScript makes of other words is a guess, and of a day
 * that does not exist another day.
 */

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Ms since the epoch of `2026-01-15` (UTC) or `2026-01-15T03:00:00+01:00`; undefined for anything else. */
export function sinceOf(text: string): number | undefined {
  const day = DAY.test(text) ? text : TIME.exec(text)?.[1];
  if (day === undefined) return undefined;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // February has no 31st: what comes back would be a day of March.
  const exists = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
  return exists ? Date.parse(text) : undefined;
}
