/**
 * Merges an incident's timeline with the signals that joined it. Signals are stored beside the incident, so that
 * recording one never conflicts with a stage that writes the incident.
 */
import { TIMELINE_MAX, type Incident, type TimelineEntry } from './incident.ts';

/** The incident with the entries that its timeline lacks, in order of time; keeps the newest `TIMELINE_MAX`. */
export function withJoinedEntries(incident: Incident, entries: readonly TimelineEntry[]): Incident {
  const missing = entries.filter((entry) => !incident.timeline.some((known) => same(known, entry)));
  if (missing.length === 0) return incident;
  const timeline = [...incident.timeline, ...missing].toSorted((a, b) => a.at - b.at);
  return { ...incident, timeline: timeline.slice(-TIMELINE_MAX) };
}

function same(a: TimelineEntry, b: TimelineEntry): boolean {
  return a.at === b.at && a.text === b.text;
}
