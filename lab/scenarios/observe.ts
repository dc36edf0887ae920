/**
 * Collects what the checks of a scenario look at: the latest state of every incident and record, messages, writes,
 * alarms and troubles since the lab began, and what clients and probe say now.
 */
import type { Incident } from '../../core/incident/incident.ts';
import type { ServiceRecord } from '../../core/incident/service-record.ts';
import type { HealerWrite, Told } from '../events.ts';
import type { Lab } from '../lab.ts';
import type { At, World } from './scenario.ts';

export interface Observation {
  /** Zero of every figure; called at each fault. */
  faultAt(at: number): void;
  world(): World;
  stop(): void;
}

/** Observes from now on. */
export function observe({ events, fleet }: Pick<Lab, 'events' | 'fleet'>): Observation {
  const faults: number[] = [];
  const incidents = new Map<string, Incident>();
  const records = new Map<string, ServiceRecord>();
  const messages: Told[] = [];
  const writes: At<HealerWrite>[] = [];
  const alarms: World['alarms'][number][] = [];
  const troubles: string[] = [];
  const failed = (): number => fleet.names.reduce((sum, name) => sum + fleet.traffic(name).totals().failed, 0);
  let failedBefore = 0;
  const stop = events.on((event) => {
    const { at } = event;
    if (event.kind === 'incident') incidents.set(event.incident.id, event.incident);
    if (event.kind === 'record') records.set(event.record.service, event.record);
    if (event.kind === 'message' && event.message.stage !== '') messages.push(event.message);
    if (event.kind === 'write') writes.push({ at, value: event.write });
    if (event.kind === 'alarm') alarms.push({ at, value: event.alarm });
    if (event.kind === 'trouble') troubles.push(event.text);
  });
  return {
    stop,
    faultAt(at) {
      if (faults.length === 0) failedBefore = failed();
      faults.push(at);
    },
    world: () => ({
      faultAt: faults[0] ?? 0,
      faults,
      incidents: [...incidents.values()],
      records,
      messages,
      writes,
      alarms,
      troubles,
      failedRequests: failed() - failedBefore,
      healthy: (service) => fleet.probe.truth(service).healthy,
    }),
  };
}
