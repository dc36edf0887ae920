/**
 * Many services with one failure type share one cause: the healer heals one of them first, and the others wait for the
 * result. Storms use the same turn. There is no stored list: each incident computes the turn from the open incidents,
 * and all compute the same order.
 */
import { servicesOf } from '../limits/breaker.ts';
import { sharing, type SickService } from '../limits/storm.ts';
import { TIERS, type Tier } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import type { Facts } from '../facts/facts.ts';
import type { Fleet } from '../facts/fleet.ts';
import { memoizeLast } from '../facts/memoize-last.ts';

type Asked = Pick<Facts, 'fleet' | 'incident' | 'now'>;

/** The least important first: a mistake costs least there. */
const CANARY_ORDER: readonly Tier[] = TIERS.toReversed();

/** Minutes. Limits how long a service that cannot use its turn keeps the others waiting. */
const TURN_MINUTES = 10;

/** Why a service of a common cause waits for another one; undefined when it does not. */
export const commonCause = memoizeLast(({ fleet, incident, now }: Asked): Hold | undefined => {
  if (fleet.kind === 'unknown') return undefined;
  const { failureType } = incident;
  const alike = oneCause(fleet.value, failureType);
  if (alike === undefined || turnOf(alike, fleet.value, now) === incident.id) return undefined;
  const detail = `${servicesOf(alike)} services have ${failureType}: one cause, so one is healed to see whether it helps`;
  return { reason: 'common-cause', detail };
});

/** Whether this service is healed first for those with its failure. False without a common cause. */
export function goesForOthers({ fleet, incident, now }: Asked): boolean {
  if (fleet.kind === 'unknown') return false;
  const alike = oneCause(fleet.value, incident.failureType);
  return alike !== undefined && turnOf(alike, fleet.value, now) === incident.id;
}

/** Incidents of the failing services that wait for another one with their failure. */
export function heldByCommonCause(fleet: Fleet, now: number): ReadonlySet<string> {
  const types = new Set(fleet.sick.map(({ failureType }) => failureType));
  const held = [...types].flatMap((failureType) => {
    const alike = oneCause(fleet, failureType);
    if (alike === undefined) return [];
    const first = turnOf(alike, fleet, now);
    return alike.map(({ incidentId }) => incidentId).filter((incidentId) => incidentId !== first);
  });
  return new Set(held);
}

/** The failing services with this failure, if they are enough for a common cause; else undefined. */
function oneCause({ sick, bounds }: Fleet, failureType: string): readonly SickService[] | undefined {
  const alike = sharing(sick, failureType);
  return servicesOf(alike) < bounds.account.commonCauseServices ? undefined : alike;
}

/**
 * The incident whose turn it is at `now` (ms since the epoch): the least important first, then the one that failed
 * first, each for one turn. Undefined when none is open.
 */
export function turnOf(sick: readonly SickService[], { tiers }: Pick<Fleet, 'tiers'>, now: number): string | undefined {
  const rank = ({ service }: SickService) => CANARY_ORDER.indexOf(tiers[service] ?? 'critical');
  const open = sick
    .filter(({ closedAt }) => closedAt === undefined)
    .toSorted((a, b) => rank(a) - rank(b) || a.openedAt - b.openedAt || (a.service < b.service ? -1 : 1));
  const since = Math.min(...open.map(({ openedAt }) => openedAt));
  const turns = Math.max(0, Math.floor((now - since) / (TURN_MINUTES * 60_000)));
  return open[turns % open.length]?.incidentId;
}
