/** Spans of time in words, with at most two units. */

/** `42 s`, `7 min`, `3 h 20 min`, `2 d 4 h`; negative `ms` counts as zero. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `7 min ago`. */
export function since(at: number, now: number): string {
  return `${span(now - at)} ago`;
}
