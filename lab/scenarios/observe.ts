/**
 * Collects what the checks of a scenario look at: the latest state of every incident and record, messages, writes,
 * alarms and troubles since the lab began, and what clients and probe say now.
 */
import type { Incident } from '../../core/incident/incident.ts';
import type { ServiceRecord } from '../../core/incident/service-record.ts';
import type { HealerWrite, LabEvent, Told, MeteredHeal } from '../events.ts';
import type { Answer } from '../fleet/traffic.ts';
import type { Lab } from '../lab.ts';
import type { LeftBehind } from './left-behind.ts';
import type { At, World } from './scenario.ts';

/** What can be seen while it goes on; what is left is read once it is over. */
export type Seen = Omit<World, keyof LeftBehind>;

export interface Observation {
  /** Zero of every figure; called at each fault. */
  faultAt(at: number): void;
  /** As it is now: what happens later does not change it. */
  world(): Seen;
  stop(): void;
}

/** Observes from now on. */
export function observe({ events, fleet }: Pick<Lab, 'events' | 'fleet'>): Observation {
  const faults: number[] = [];
  const seen = nothingSeen();
  const failed = (): number =>
    [...fleet.urls.keys()].reduce((sum, name) => sum + fleet.traffic(name).totals().failed, 0);
  let failedBefore = 0;
  return {
    stop: events.on((event) => note(seen, event)),
    faultAt(at) {
      if (faults.length === 0) failedBefore = failed();
      faults.push(at);
    },
    world: () => ({
      ...copied(seen),
      faultAt: faults[0] ?? 0,
      faults: [...faults],
      failedRequests: failed() - failedBefore,
      failedShare: (service, from, to) => failedShare(fleet.traffic(service).recent(), from, to),
      healthy: (service) => fleet.probe.truth(service).healthy,
    }),
  };
}

function copied({ incidents, records, ...lists }: ReturnType<typeof nothingSeen>) {
  const { messages, chat, writes, alarms, stops, releases, troubles, costs } = lists;
  return {
    incidents: [...incidents.values()],
    records: new Map(records),
    messages: [...messages],
    chat: [...chat],
    writes: [...writes],
    alarms: [...alarms],
    stops: [...stops],
    releases: [...releases],
    troubles: [...troubles],
    costs: [...costs],
  };
}

function failedShare(answers: readonly Answer[], from: number, to: number): number | undefined {
  const between = answers.filter(({ at }) => at >= from && at < to);
  return between.length === 0 ? undefined : between.filter(({ ok }) => !ok).length / between.length;
}

function nothingSeen() {
  return {
    incidents: new Map<string, Incident>(),
    records: new Map<string, ServiceRecord>(),
    messages: [] as Told[],
    chat: [] as Told[],
    writes: [] as At<HealerWrite>[],
    alarms: [] as World['alarms'][number][],
    stops: [] as World['stops'][number][],
    releases: [] as World['releases'][number][],
    troubles: [] as string[],
    costs: [] as MeteredHeal[],
  };
}

function note(seen: ReturnType<typeof nothingSeen>, event: LabEvent): void {
  const { at } = event;
  if (event.kind === 'incident') seen.incidents.set(event.incident.id, event.incident);
  if (event.kind === 'record') seen.records.set(event.record.service, event.record);
  if (event.kind === 'message' && event.message.stage !== '') {
    (event.message.threadId === undefined ? seen.messages : seen.chat).push(event.message);
  }
  if (event.kind === 'write') seen.writes.push({ at, value: event.write });
  if (event.kind === 'alarm') seen.alarms.push({ at, value: event.alarm });
  if (event.kind === 'stopped') seen.stops.push({ at, value: event });
  if (event.kind === 'released') seen.releases.push({ at, value: event });
  if (event.kind === 'cost') seen.costs.push(event.heal);
  if (event.kind === 'trouble') seen.troubles.push(event.text);
}
