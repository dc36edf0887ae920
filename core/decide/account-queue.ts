/**
 * Who goes first when fewer attempts are left than services wait for one: the more important service, then the one that
 * has failed for longer. Nobody keeps a list; each finds its own place among the open incidents, all in the same order.
 */
import { concurrencyMax } from '../limits/account.ts';
import type { SickService } from '../limits/storm.ts';
import { filled } from '../limits/token-bucket.ts';
import type { Hold, Tier } from '../vocabulary.ts';
import type { Facts } from './facts.ts';
import type { Fleet } from './fleet.ts';
import { once } from './once.ts';

type Asked = Pick<Facts, 'fleet' | 'incident' | 'now'>;

const IMPORTANCE: readonly Tier[] = ['critical', 'standard', 'batch'];
/**
 * Who did not use an attempt that was there for so long waits for something else, and keeps nobody waiting any longer. As
 * long as a service of the tiers that go first may wait between two looks, and half of it again.
 */
const TURN_SECONDS = 90;

/** Why the attempts that are left are for others; undefined when one is for this incident, or none is left for anybody. */
export const queueHold = once(({ fleet, incident, now }: Asked): Hold | undefined => {
  if (fleet.kind === 'unknown') return undefined;
  const { sick, account, tiers } = fleet.value;
  const busy = new Set(account.slots.map(({ incidentId }) => incidentId));
  // Whoever is at work already goes on, and in a storm it is the least important one's turn.
  if (busy.has(incident.id) || account.storm !== undefined) return undefined;
  const own = sick.find(({ incidentId }) => incidentId === incident.id);
  if (own === undefined) return undefined;
  const { left, since } = attemptsLeft(fleet.value, now);
  const before = sick.filter(
    (one) =>
      one.closedAt === undefined &&
      !busy.has(one.incidentId) &&
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
  /** When the last token came that makes them so many, ms since the epoch; when a place became free nobody knows. */
  readonly since: number;
}

/** How many attempts could begin at once: tokens, and places among those that are healed at the same time. */
function attemptsLeft({ sick, account, bounds }: Fleet, now: number): AttemptsLeft {
  const { services, account: policy } = bounds;
  const open = new Set(sick.filter(({ closedAt }) => closedAt === undefined).map(({ incidentId }) => incidentId));
  const healed = account.slots.filter(({ incidentId }) => open.has(incidentId)).length;
  const places = concurrencyMax({ services, policy }) - healed;
  const { bucket } = account;
  if (bucket === undefined) return { left: Math.max(0, Math.min(policy.burst, places)), since: 0 };
  const tokens = Math.floor(filled(bucket, policy, now).tokens);
  const since = bucket.at + Math.max(0, tokens - bucket.tokens) * policy.refillMinutes * 60_000;
  return { left: Math.max(0, Math.min(tokens, places)), since };
}

/** A total order, so that one of them is always first. */
function isBefore(one: SickService, other: SickService, tiers: Fleet['tiers']): boolean {
  const importance = IMPORTANCE.indexOf(tierOf(one, tiers)) - IMPORTANCE.indexOf(tierOf(other, tiers));
  if (importance !== 0) return importance < 0;
  if (one.openedAt !== other.openedAt) return one.openedAt < other.openedAt;
  return one.incidentId < other.incidentId;
}

/** One that is no longer registered has nobody who waits for it. */
function tierOf({ service }: SickService, tiers: Fleet['tiers']): Tier {
  return tiers[service] ?? 'batch';
}
