/**
 * The one message of a storm: which services fail, what they share, what the healer still does and what it leaves
 * alone. The incident that first sees the storm sends it. The others stay quiet, because forty messages about one cause
 * hide it.
 */
import { serviceNamed, type Catalog } from '../catalog/catalog.ts';
import type { Runbook } from '../catalog/runbook.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import type { Incident } from '../incident/incident.ts';
import type { EndedStorm, SickService, Storm } from '../limits/storm.ts';
import type { FleetReading } from '../limits/requests.ts';
import type { Message } from '../incident/message.ts';
import { labelled } from './line.ts';
import { message } from './message.ts';

/** What people read about a storm, fixed when it was declared. */
export interface StormNotice {
  readonly level: Storm['level'];
  /** Number of services in the catalog, and of failing ones. */
  readonly services: number;
  readonly failing: number;
  /** Names of the failing services, as many as a message can hold. */
  readonly members: readonly string[];
  /** What the failing services share, the most frequent first. */
  readonly shared: readonly string[];
}

/** Members that the message names; it counts the rest. */
const NAMED_MAX = 30;
/** A trait that this share of the members has counts as common to all. */
const COMMON_SHARE = 0.6;

/** The notice of the recorded storm. @throws Error without one */
export function stormNotice({ sick, account }: Pick<FleetReading, 'sick' | 'account'>, catalog: Catalog): StormNotice {
  if (account.storm === undefined) throw new Error('no storm is recorded');
  const members = [...new Map(sick.map((one) => [one.service, one])).values()].toSorted((a, b) =>
    a.service < b.service ? -1 : 1,
  );
  const named = members.slice(0, NAMED_MAX).map(({ service, failureType }) => `${service} (${failureType})`);
  const more = members.length > NAMED_MAX ? [`and ${members.length - NAMED_MAX} more`] : [];
  return {
    level: account.storm.level,
    services: Object.keys(catalog.services).length,
    failing: members.length,
    members: [...named, ...more],
    shared: sharedBy(members, catalog),
  };
}

function sharedBy(members: readonly SickService[], catalog: Catalog): readonly string[] {
  const entries = members.flatMap(({ service }) => serviceNamed(catalog, service) ?? []);
  return [
    ...common(members.map(({ failureType }) => [`failure type ${failureType}`])),
    ...common(entries.map(({ dependencies }) => dependencies.map((name) => `dependency ${name}`))),
    ...common(entries.map(({ group }: ServiceEntry) => [`group ${group}`])),
    ...common(entries.map(({ cluster }: ServiceEntry) => [`cluster ${cluster}`])),
  ];
}

/** Traits that most members have, with their count. */
function common(traits: readonly (readonly string[])[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const trait of traits.flat()) counts.set(trait, (counts.get(trait) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1 && count >= traits.length * COMMON_SHARE)
    .toSorted(([, a], [, b]) => b - a)
    .map(([trait, count]) => `${trait} (${count} of ${traits.length})`);
}

const DONE: Readonly<Record<Storm['level'], string>> = {
  soft: 'I use no remedy that takes capacity away; I heal one service at a time, the least important first, to see whether healing helps',
  hard: 'I only shed load, and leave everything else alone until the storm is over',
};

/** Sent instead of the first message of the incident that saw the storm first. */
export function stormMessage(incident: Incident, runbook: Runbook, notice: StormNotice): Message {
  const { level, services, failing, members, shared } = notice;
  return message(incident, runbook, {
    stage: 'started',
    headline: `${level} storm: NEEDS YOU`,
    outcome: 'storm',
    first: `${failing} of ${services} services fail together: this is one failure, not many`,
    lines: [
      labelled('What broke', members.join(', ')),
      labelled('Seen last', incident.trigger.summary),
      labelled('In common', shared.length === 0 ? 'nothing that the healer knows' : shared.join('; ')),
      labelled('What I do', DONE[level]),
      labelled('Next', 'look for one cause: what they share, what changed, what they call'),
      labelled('Next', 'these services send no messages of their own until the storm is over'),
    ],
  });
}

/** Sent once when the storm has ended, about the incident that announced it. */
export function stormOverMessage(incident: Incident, runbook: Runbook, ended: EndedStorm): Message {
  const { since, endedAt, recovered, unwell, unwellCount } = ended;
  const minutes = Math.round((endedAt - since) / 60_000);
  const more = unwellCount > unwell.length ? ` and ${unwellCount - unwell.length} more` : '';
  const left = unwellCount === 0 ? 'none' : `${unwell.join(', ')}${more}`;
  return message(incident, runbook, {
    stage: 'ended',
    headline: 'the storm is over',
    outcome: 'storm',
    first: `after ${minutes} minutes the storm is over: ${recovered} of ${recovered + unwellCount} services have recovered`,
    lines: [
      labelled('Failing', left),
      labelled('What I do', 'heal what still fails, one after the other'),
      labelled(
        'Next',
        unwellCount === 0 ? 'find the cause before it comes back' : 'look at the services that still fail',
      ),
    ],
  });
}
