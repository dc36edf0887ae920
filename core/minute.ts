/** A time as messages, holds and promises write it: UTC, to the minute. @param at ms since the epoch */
export function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}
