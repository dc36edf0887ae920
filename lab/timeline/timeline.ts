/**
 * The story of the lab: merges what was broken, what is true, what CloudWatch said and what the healer decided, did
 * and told, in the order in which it became known. Page, terminal and JSON show the same entries.
 */
import type { Incident } from '../../core/incident/incident.ts';
import type { LabEvent, LabEvents, Told } from '../events.ts';
import type { Entry } from './entry.ts';
import { costLine } from '../metering/heal-meter.ts';
import { incidentEntries } from './incident-entries.ts';

export interface Timeline {
  /** The latest entries, oldest first. */
  readonly entries: readonly Entry[];
  /** Adds a listener; the returned function removes it. */
  on(listener: (entry: Entry) => void): () => void;
}

/** A visitor who plays for half an hour makes some hundreds. */
const ENTRIES_KEPT = 2_000;

/** Listens from now on. */
export function startTimeline(events: LabEvents): Timeline {
  const entries: Entry[] = [];
  const listeners = new Set<(entry: Entry) => void>();
  const incidents = new Map<string, Incident>();
  events.on((event) => {
    for (const entry of entriesOf(event, incidents)) {
      entries.push(entry);
      if (entries.length > ENTRIES_KEPT) entries.shift();
      for (const listener of listeners) listener(entry);
    }
  });
  return {
    entries,
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function entriesOf(event: LabEvent, incidents: Map<string, Incident>): readonly Entry[] {
  const { at } = event;
  switch (event.kind) {
    case 'broken':
    case 'cleared':
      return [{ at, kind: 'broken', about: event.service, text: event.text, details: [] }];
    case 'mode':
      return [
        { at, kind: 'override', about: event.scope, text: `a person sets the healer to ${event.mode}`, details: [] },
      ];
    case 'truth':
      return [{ at, kind: 'truth', about: event.service, text: truthOf(event), details: [] }];
    case 'alarm':
      return alarmEntries(event);
    case 'stopped':
      return [{ at, kind: 'stopped', about: event.service, text: `a task stopped: ${event.reason}`, details: [] }];
    case 'released': {
      const text = `${event.release} is deployed, ${event.targetGroup} has the traffic`;
      return [{ at, kind: 'released', about: event.service, text, details: [] }];
    }
    case 'incident': {
      const before = incidents.get(event.incident.id);
      incidents.set(event.incident.id, event.incident);
      return incidentEntries(before, event.incident);
    }
    case 'message':
      return [{ at, kind: 'message', about: event.message.service, text: subjectOf(event.message), details: [] }];
    case 'cost':
      return [{ at, kind: 'cost', about: event.heal.service, text: costLine(event.heal), details: [] }];
    case 'pace':
      return [{ at, kind: 'computer', about: 'lab', text: paceOf(event.slowness), details: [] }];
    case 'trouble':
      return [{ at, kind: 'trouble', about: 'lab', text: event.text, details: [] }];
    case 'record':
    case 'write':
      return [];
  }
}

function paceOf(slowness: number): string {
  return slowness > 1
    ? `this computer is too busy for the lab: lab time runs ${slowness} times slower until it is not`
    : 'this computer keeps up again: lab time runs as fast as it should';
}

function subjectOf({ subject, threadId }: Told): string {
  return threadId === undefined ? subject : `in chat: ${subject}`;
}

function truthOf({ healthy, sickTasks }: Extract<LabEvent, { kind: 'truth' }>): string {
  if (healthy) return 'really healthy';
  if (sickTasks === 0) return 'really ill: too few tasks in service';
  return sickTasks === 1 ? 'really ill: 1 task is not well' : `really ill: ${sickTasks} tasks are not well`;
}

/** Alarms of services; an alarm that was never red has nothing to tell when it turns green. */
function alarmEntries({ at, alarm }: Extract<LabEvent, { kind: 'alarm' }>): readonly Entry[] {
  if (alarm.service === undefined || alarm.reason.includes('INSUFFICIENT_DATA -> OK')) return [];
  const value = /\[([\d.]+)/.exec(alarm.reason)?.[1];
  const limit = /threshold \(([\d.]+)\)/.exec(alarm.reason)?.[1];
  const reading =
    value === undefined || limit === undefined ? '' : ` (${Number(value).toFixed(1)}, limit ${Number(limit)})`;
  return [{ at, kind: 'alarm', about: alarm.service, text: `${alarm.name} is ${alarm.state}${reading}`, details: [] }];
}
