/**
 * What the page shows, as plain data, several times a second: services with what is true and what the healer thinks of
 * them, incidents with every decision, messages, overrides. Seconds are lab seconds since the lab was ready.
 */
import type { Decision, Incident } from '../../core/incident/incident.ts';
import type { ServiceRecord } from '../../core/incident/service-record.ts';
import type { Mode } from '../../core/vocabulary.ts';
import { tasksOf } from 'loopback-aws/ecs/state.ts';
import type { Told } from '../events.ts';
import type { ServiceName } from '../fleet/catalogue.ts';
import type { Lab } from '../lab.ts';

export interface PageState {
  readonly speed: number;
  readonly seconds: number;
  readonly mode: Mode | undefined;
  readonly services: readonly ServiceView[];
  /** Newest first. */
  readonly incidents: readonly IncidentView[];
  readonly messages: readonly (Told & { readonly second: number })[];
}

interface ServiceView {
  readonly name: ServiceName;
  readonly mode: Mode | undefined;
  readonly health: string;
  readonly healthSince: number;
  readonly truth: { readonly healthy: boolean; readonly since: number; readonly sickTasks: number };
  readonly tasks: readonly {
    readonly id: string;
    readonly status: string;
    readonly cpuPercent: number;
    readonly memoryPercent: number;
  }[];
  readonly desiredCount: number;
  readonly revision: string;
  readonly requestsPerSecond: number;
  readonly errorPercent: number;
  readonly redAlarms: readonly string[];
}

interface IncidentView {
  readonly id: string;
  readonly revision: number;
  readonly service: string;
  readonly failureType: string;
  readonly phase: string;
  readonly outcome: string | null;
  readonly outcomeReason: string | null;
  readonly opened: number;
  readonly closed: number | null;
  readonly trigger: string;
  readonly decisions: readonly (Pick<Decision, 'kind' | 'why' | 'candidates' | 'holds' | 'evidence'> & {
    readonly second: number;
    readonly chosen: string | null;
  })[];
  readonly timeline: readonly { readonly second: number; readonly text: string }[];
}

const INCIDENTS_SHOWN = 12;
const MESSAGES_SHOWN = 12;
/** Rates are over the last this many lab seconds. */
const RATE_MS = 10_000;
const MIB = 1024 * 1024;

/** Remembers what the stream told; `state` reads the rest when asked. */
export function pageState(lab: Lab, since: number): { state(): Promise<PageState> } {
  const incidents = new Map<string, Incident>();
  const records = new Map<string, ServiceRecord>();
  const messages: (Told & { readonly second: number })[] = [];
  const second = (at: number): number => Math.round((at - since) / 100) / 10;
  lab.events.on((event) => {
    if (event.kind === 'record') records.set(event.record.service, event.record);
    if (event.kind === 'message') messages.unshift({ ...event.message, second: second(event.at) });
    if (event.kind === 'incident') incidents.set(event.incident.id, event.incident);
    messages.splice(MESSAGES_SHOWN);
    for (const id of [...incidents.keys()].slice(0, -INCIDENTS_SHOWN)) incidents.delete(id);
  });
  return {
    state: async () => ({
      speed: lab.clock.speed,
      seconds: second(lab.clock.now()),
      mode: await lab.mode(),
      services: await Promise.all(lab.fleet.names.map((name) => serviceView(lab, name, records.get(name), second))),
      incidents: [...incidents.values()].toReversed().map((incident) => incidentView(incident, second)),
      messages,
    }),
  };
}

async function serviceView(
  lab: Lab,
  name: ServiceName,
  record: ServiceRecord | undefined,
  second: (at: number) => number,
): Promise<ServiceView> {
  const { ecs, probe, runtime } = lab.fleet;
  const service = ecs.state.services.get(name);
  const truth = probe.truth(name);
  const live = tasksOf(ecs.state, name).filter(({ lastStatus }) => lastStatus !== 'STOPPED');
  const red = lab.watch.alarms
    .list()
    .filter(({ alarm, state }) => state.value === 'ALARM' && alarm.name.includes(`-${name}-`));
  return {
    name,
    mode: await lab.mode(name),
    health: record?.health ?? 'Healthy',
    healthSince: second(
      record?.healthSince === undefined || record.healthSince === 0 ? lab.clock.now() : record.healthSince,
    ),
    truth: { healthy: truth.healthy, since: Math.max(0, second(truth.since)), sickTasks: truth.sickTasks.length },
    tasks: live.map(({ id, lastStatus }) => {
      const { usage, launch } = runtime.processes.get(id) ?? {};
      const memory =
        launch === undefined || usage === undefined ? 0 : (usage.rssBytes / (launch.memoryMiB * MIB)) * 100;
      return {
        id: id.slice(0, 8),
        status: lastStatus,
        cpuPercent: Math.round(usage?.cpuPercent ?? 0),
        memoryPercent: Math.round(memory),
      };
    }),
    desiredCount: service?.desiredCount ?? 0,
    revision: service?.taskDefinitionArn.split('/').at(-1) ?? '',
    ...rates(lab, name),
    redAlarms: red.map(({ alarm }) => alarm.name),
  };
}

function rates({ clock, fleet }: Lab, name: ServiceName): Pick<ServiceView, 'requestsPerSecond' | 'errorPercent'> {
  const from = clock.now() - RATE_MS;
  const recent = fleet
    .traffic(name)
    .recent()
    .filter(({ at }) => at >= from);
  const failed = recent.filter(({ ok }) => !ok).length;
  const perSecond = (recent.length * clock.speed) / (RATE_MS / 1000);
  return {
    requestsPerSecond: Math.round(perSecond * 10) / 10,
    errorPercent: recent.length === 0 ? 0 : Math.round((failed / recent.length) * 100),
  };
}

function incidentView(incident: Incident, second: (at: number) => number): IncidentView {
  const { id, revision, service, failureType, phase, outcome, outcomeReason, openedAt, closedAt } = incident;
  return {
    id,
    revision,
    service,
    failureType,
    phase,
    outcome: outcome ?? null,
    outcomeReason: outcomeReason ?? null,
    opened: second(openedAt),
    closed: closedAt === undefined ? null : second(closedAt),
    trigger: incident.trigger.summary,
    decisions: incident.decisions.map(({ at, kind, why, candidates, holds, evidence, chosen }) => ({
      second: second(at),
      kind,
      chosen: chosen ?? null,
      why,
      candidates,
      holds,
      evidence,
    })),
    timeline: incident.timeline.map(({ at, text }) => ({ second: second(at), text })),
  };
}
