/**
 * The timeline of an incident together with the entries of signals that joined it. Signals are recorded beside the
 * incident rather than in it, so that a signal never gets in the way of a stage that is writing; loading puts the two
 * together. Knows only times and texts.
 */
import { TIMELINE_MAX, type Incident, type TimelineEntry } from './incident.ts';

/** The incident with the entries its timeline lacks, in order of time, the newest `TIMELINE_MAX` kept. */
export function withJoinedEntries(incident: Incident, entries: readonly TimelineEntry[]): Incident {
  const missing = entries.filter((entry) => !incident.timeline.some((known) => same(known, entry)));
  if (missing.length === 0) return incident;
  const timeline = [...incident.timeline, ...missing].toSorted((a, b) => a.at - b.at);
  return { ...incident, timeline: timeline.slice(-TIMELINE_MAX) };
}

function same(a: TimelineEntry, b: TimelineEntry): boolean {
  return a.at === b.at && a.text === b.text;
}
