/**
 * Orders the services when fewer attempts are left than services wait: the more important service first, then the one
 * that has failed for longer. There is no stored list: each incident computes its own place from the open incidents,
 * and all compute the same order. The error budget is not part of the order, because only services with an objective
 * have one.
 */
import { placesMax } from '../limits/account.ts';
import type { SickService } from '../limits/storm.ts';
import { filled } from '../limits/token-bucket.ts';
import { TIERS, type Tier } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import { goesForOthers, heldByCommonCause } from './common-cause.ts';
import type { Facts } from '../facts/facts.ts';
import type { Fleet } from '../facts/fleet.ts';
import { memoizeLast } from '../facts/memoize-last.ts';

type Asked = Pick<Facts, 'fleet' | 'incident' | 'now'>;

/**
 * Seconds. A service that has not used a free attempt for so long waits for something else, so it no longer goes before
 * others. One and a half times the longest wait between two looks of the tiers that go first.
 */
const TURN_SECONDS = 90;

/** Why the attempts that are left go to others; undefined when this incident has one, or none is left at all. */
export const queueHold = memoizeLast((asked: Asked): Hold | undefined => {
  const { fleet, incident, now } = asked;
  if (fleet.kind === 'unknown') return undefined;
  const { sick, account, tiers } = fleet.value;
  const busy = new Set(account.slots.map(({ incidentId }) => incidentId));
  // A service at work continues. In a storm, and with a common cause, the least important goes first; two contradicting
  // orders would let none go.
  if (busy.has(incident.id) || account.storm !== undefined || goesForOthers(asked)) return undefined;
  const own = sick.find(({ incidentId }) => incidentId === incident.id);
  if (own === undefined || sick.length === 1) return undefined;
  const { left, since } = attemptsLeft(fleet.value, now);
  const held = heldByCommonCause(fleet.value, now);
  const before = sick.filter(
    (one) =>
      one.closedAt === undefined &&
      !busy.has(one.incidentId) &&
      !held.has(one.incidentId) &&
      now - Math.max(since, one.openedAt) <= TURN_SECONDS * 1_000 &&
      isBefore(one, own, tiers),
  );
  const first = before.toSorted((a, b) => (isBefore(a, b, tiers) ? -1 : 1))[0];
  if (first === undefined || left === 0 || before.length < left) return undefined;
  const goes = before.length === 1 ? 'waits too and goes' : `and ${before.length - 1} more wait too and go`;
  const detail = `${first.service} (${tierOf(first, tiers)}) ${goes} first: ${left} left for now`;
  return { reason: 'account-queue', detail };
});

interface AttemptsLeft {
  readonly left: number;
  /** When the last of these attempts became free, ms since the epoch. */
  readonly since: number;
}

/** How many attempts could begin at once: the tokens, or the places for concurrent heals if these are fewer. */
function attemptsLeft({ sick, account, bounds, lastClosedAt }: Fleet, now: number): AttemptsLeft {
  const { services, account: policy } = bounds;
  const open = new Set(sick.filter(({ closedAt }) => closedAt === undefined).map(({ incidentId }) => incidentId));
  const healed = account.slots.filter(({ incidentId }) => open.has(incidentId)).length;
  const places = Math.max(0, placesMax(account, { services, policy, now }) - healed);
  const { bucket } = account;
  const tokens = bucket === undefined ? policy.burst : Math.floor(filled(bucket, policy, now).tokens);
  const tokenAt =
    bucket === undefined ? 0 : bucket.at + Math.max(0, tokens - bucket.tokens) * policy.refillMinutes * 60_000;
  // With tokens short, a freed place let no service begin.
  const placeAt = places <= tokens ? (lastClosedAt ?? 0) : 0;
  return { left: Math.min(tokens, places), since: Math.max(tokenAt, placeAt) };
}

/** A total order, so that one of them is always first. */
function isBefore(one: SickService, other: SickService, tiers: Fleet['tiers']): boolean {
  const importance = TIERS.indexOf(tierOf(one, tiers)) - TIERS.indexOf(tierOf(other, tiers));
  if (importance !== 0) return importance < 0;
  if (one.openedAt !== other.openedAt) return one.openedAt < other.openedAt;
  return one.incidentId < other.incidentId;
}

/** An incident whose service is no longer registered counts as least important. */
function tierOf({ service }: SickService, tiers: Fleet['tiers']): Tier {
  return tiers[service] ?? 'batch';
}
