/**
 * The present state of the fleet: the health of every service, the open incidents, and the last ones that ended.
 * Selects and orders them; the page and its data source are elsewhere.
 */
import type { Known } from '../world/known.ts';
import type { Incident } from '../incident/incident.ts';
import type { ServiceRecord } from '../incident/service-record.ts';
import { HEALTH_STATES, type HealthState } from '../vocabulary.ts';

/** Open incidents shown. More at once are an outage of everything, whose list is too long to read. */
const OPEN_MAX = 20;
/** Ended ones: about one night's. */
const ENDED_MAX = 8;

/** What was read, or why it could not be read or shown. */
export type Reading<Value> = Known<Value> | { readonly kind: 'damaged'; readonly why: string };

/** A service and its record, or why that is unknown. */
export interface ServiceReading {
  readonly name: string;
  readonly record: Reading<ServiceRecord>;
}

export interface IncidentReading {
  readonly id: string;
  readonly incident: Reading<Incident>;
}

/** Ids of the incidents to show, newest first, and the number of open ones left out. */
export interface Selection {
  readonly open: readonly string[];
  readonly openLeftOut: number;
  readonly ended: readonly string[];
}

export interface Activity {
  /** ms since the epoch. */
  readonly at: number;
  readonly services: readonly ServiceReading[];
  readonly open: readonly IncidentReading[];
  readonly openLeftOut: number;
  readonly ended: readonly IncidentReading[];
}

/** Selects the incidents to read, by the records of the services. */
export function incidentsToShow(services: readonly ServiceReading[]): Selection {
  const records = services.flatMap(({ record }) => (record.kind === 'known' ? [record.value] : []));
  const open = records
    .toSorted((a, b) => b.healthSince - a.healthSince)
    .flatMap(({ openIncidentId, claim }) => [
      openIncidentId,
      claim?.endedAt === undefined ? claim?.incidentId : undefined,
    ])
    .filter((id) => id !== undefined);
  // An unconfirmed claim changed no health, and is still shown.
  const claims = records.flatMap(({ claim }) =>
    claim?.endedAt === undefined ? [] : [{ ...claim, at: claim.endedAt }],
  );
  const changes = [...records.flatMap(({ history }) => history), ...claims].toSorted((a, b) => b.at - a.at);
  const ids = new Set(changes.flatMap(({ incidentId }) => incidentId ?? []));
  const ended = [...ids].filter((id) => !open.includes(id));
  return {
    open: open.slice(0, OPEN_MAX),
    openLeftOut: Math.max(0, open.length - OPEN_MAX),
    ended: ended.slice(0, ENDED_MAX),
  };
}

/** Names of damaged records, services first, each with its reason. */
export function damagedRecords({
  services,
  open,
  ended,
}: Pick<Activity, 'services' | 'open' | 'ended'>): readonly { readonly name: string; readonly why: string }[] {
  const readings = [
    ...services.map(({ name, record }) => ({ name, reading: record })),
    ...[...open, ...ended].map(({ id, incident }) => ({ name: id, reading: incident })),
  ];
  return readings.flatMap(({ name, reading }) => (reading.kind === 'damaged' ? [{ name, why: reading.why }] : []));
}

/** Number of services per state, worst last; without empty states. */
export function fleetHealth(
  services: readonly ServiceReading[],
): readonly { readonly state: HealthState; readonly services: readonly string[] }[] {
  return HEALTH_STATES.map((state) => ({
    state,
    services: services.flatMap(({ name, record }) =>
      record.kind === 'known' && record.value.health === state ? [name] : [],
    ),
  })).filter((group) => group.services.length > 0);
}
