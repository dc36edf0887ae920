/**
 * Many services with one failure have one cause: one of them is healed first, to see whether it helps, and the others wait
 * for what comes of it. Also whose turn it is among services that fail together, which a storm asks too. Nobody keeps a
 * list; each finds its own turn among the open incidents, all in the same order.
 */
import { sharing, type SickService } from '../limits/storm.ts';
import { TIERS } from '../vocabulary.ts';
import type { Tier } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import type { Facts } from '../facts/facts.ts';
import type { Fleet } from '../facts/fleet.ts';
import { memoizeLast } from '../facts/memoize-last.ts';

type Asked = Pick<Facts, 'fleet' | 'incident' | 'now'>;

/** The least important first: a mistake costs least there. */
const CANARY_ORDER: readonly Tier[] = TIERS.toReversed();

/** One that can make nothing of its turn, or is long at it, must not keep the others waiting for ever. */
const TURN_MINUTES = 10;

/** Why a service with a failure that many have waits for another one; undefined when it does not. */
export const commonCause = memoizeLast(({ fleet, incident, now }: Asked): Hold | undefined => {
  if (fleet.kind === 'unknown') return undefined;
  const { failureType } = incident;
  const alike = oneCause(fleet.value, failureType);
  if (alike === undefined || turnOf(alike, fleet.value, now) === incident.id) return undefined;
  const detail = `${servicesOf(alike)} services have ${failureType}: one cause, so one is healed to see whether it helps`;
  return { reason: 'common-cause', detail };
});

/** Whether it is the one of the services with its failure that is healed first. False where no cause is in common. */
export function goesForOthers({ fleet, incident, now }: Asked): boolean {
  if (fleet.kind === 'unknown') return false;
  const alike = oneCause(fleet.value, incident.failureType);
  return alike !== undefined && turnOf(alike, fleet.value, now) === incident.id;
}

/** Those of the failing services that wait for another one with their failure, by incident. */
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

/** The failing services with this failure where they are so many that it is one; undefined where they are not. */
function oneCause({ sick, bounds }: Fleet, failureType: string): readonly SickService[] | undefined {
  const alike = sharing(sick, failureType);
  return servicesOf(alike) < bounds.account.commonCauseServices ? undefined : alike;
}

function servicesOf(alike: readonly SickService[]): number {
  return new Set(alike.map(({ service }) => service)).size;
}

/**
 * The incident whose turn it is at `now` (ms since the epoch). Of those that are open: the least important first, of these
 * the one that failed first; then the next. Undefined when none is open.
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
