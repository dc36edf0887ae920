/**
 * The limits on all healing together: the token bucket, the number of concurrent heals, the breaker and the storm. One
 * small item, written only on the condition that it is as read, so that two heals never use the same token.
 */
import { changedBy, ACTION_KINDS, type ActionKind } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import { afterOutcome, breakerState, CLOSED_BREAKER, Breaker, type AttemptOutcome } from './breaker.ts';
import { CLOCK_SKEW_SECONDS, LEASE_SECONDS, type Lease } from './lease.ts';
import type { AccountPolicy } from './policy.ts';
import { endedStorm, STORM_LEVELS, stormAfter, EndedStorm, Storm, type StormLevel, type StormWatch } from './storm.ts';
import { filled, take, Bucket } from './token-bucket.ts';
import { shape, text, list, optional, word, type Shaped } from '../shape.ts';

/** A heal that the account admitted. It counts while it holds the lease of its group. */
export const Slot = shape({
  incidentId: text,
  group: text,
  remedy: word(ACTION_KINDS),
});
export type Slot = Shaped<typeof Slot>;

export const Account = shape({
  /** Absent before the first attempt: a full bucket. */
  bucket: optional(Bucket),
  slots: list(Slot),
  breaker: Breaker,
  storm: optional(Storm),
  /** The last storm, until people were told that it is over. */
  ended: optional(EndedStorm),
});
export type Account = Shaped<typeof Account>;

/** The account before any heal. */
export const FRESH_ACCOUNT: Account = { slots: [], breaker: CLOSED_BREAKER };

export interface AccountRequest {
  readonly incidentId: string;
  readonly group: string;
  readonly remedy: ActionKind;
  /** The worst storm in which this plan is allowed. */
  readonly stormLevelMax: StormLevel;
  /** Number of services in the catalog. */
  readonly services: number;
  readonly policy: AccountPolicy;
  readonly now: number;
}

export type AccountAnswer =
  { readonly kind: 'granted'; readonly account: Account } | { readonly kind: 'denied'; readonly hold: Hold };

/**
 * Asks for one more attempt of the account.
 * @param leases of the groups in `account.slots`, as stored
 */
export function admitToAccount(
  account: Account,
  leases: ReadonlyMap<string, Lease>,
  request: AccountRequest,
): AccountAnswer {
  const { incidentId, group, remedy, policy, now } = request;
  const storm = stormHold(account.storm, request.stormLevelMax);
  if (storm !== undefined) return { kind: 'denied', hold: storm };
  const breaker = breakerState(account.breaker, policy, now);
  if (breaker.kind === 'open') return { kind: 'denied', hold: breakerHold(account.breaker, breaker.until) };
  const others = account.slots.filter((slot) => slot.incidentId !== incidentId && isLive(slot, leases, now));
  const full = others.length >= placesMax(account, request);
  const otherWayBack = isWayBack(remedy) ? others.find((slot) => isWayBack(slot.remedy)) : undefined;
  const inTheWay = otherWayBack ?? (full ? others[0] : undefined);
  if (inTheWay !== undefined) return { kind: 'denied', hold: busyHold(inTheWay, otherWayBack !== undefined) };
  const taken = take(account.bucket ?? fullBucket(policy, now), policy, now);
  if (taken.kind === 'empty') return { kind: 'denied', hold: rateHold(policy, taken.until) };
  return {
    kind: 'granted',
    account: {
      ...account,
      bucket: taken.bucket,
      slots: [...keptSlots(account, leases, request), { incidentId, group, remedy }],
    },
  };
}

/** Whether it is a rollback: the account makes one at a time. */
function isWayBack(remedy: ActionKind): boolean {
  return changedBy(remedy) === 'release';
}

/** A slot outlives its lease by one lease: a holder that renews late still counts. */
function keptSlots(
  { slots }: Account,
  leases: ReadonlyMap<string, Lease>,
  { incidentId, now }: Pick<AccountRequest, 'incidentId' | 'now'>,
): readonly Slot[] {
  return slots.filter((slot) => slot.incidentId !== incidentId && isLive(slot, leases, now - LEASE_SECONDS * 1_000));
}

/** Services that may be healed at the same time: at least one. */
export function concurrencyMax({ services, policy }: Pick<AccountRequest, 'services' | 'policy'>): number {
  return Math.max(1, Math.floor(services * policy.concurrentShare));
}

/** Services that may be healed at once at `now` (ms since the epoch): one in a storm, and with a half-open breaker. */
export function placesMax(
  { storm, breaker }: Account,
  request: Pick<AccountRequest, 'services' | 'policy' | 'now'>,
): number {
  const one = storm !== undefined || breakerState(breaker, request.policy, request.now).kind === 'half-open';
  return one ? 1 : concurrencyMax(request);
}

/**
 * The account with only the slots whose lease is held. A heal that released or lost its lease no longer works, though
 * its slot is kept.
 */
export function atWork(account: Account, leases: ReadonlyMap<string, Lease>, now: number): Account {
  const slots = account.slots.filter((slot) => isLive(slot, leases, now));
  return slots.length === account.slots.length ? account : { ...account, slots };
}

function isLive({ incidentId, group }: Slot, leases: ReadonlyMap<string, Lease>, now: number): boolean {
  const lease = leases.get(group);
  return lease !== undefined && lease.holder === incidentId && lease.until + CLOCK_SKEW_SECONDS * 1_000 > now;
}

/** Why this storm forbids the plan; undefined when it does not, or without a storm. */
export function stormHold(storm: Storm | undefined, levelMax: StormLevel): Hold | undefined {
  if (storm === undefined || STORM_LEVELS.indexOf(storm.level) <= STORM_LEVELS.indexOf(levelMax)) return undefined;
  return storm.level === 'hard'
    ? { reason: 'storm-hard', detail: 'much of the fleet fails together: only remedies that shed load are allowed' }
    : { reason: 'storm-soft', detail: 'several services fail together: one at a time, the least critical first' };
}

function breakerHold({ outcomes }: Breaker, until: number): Hold {
  const last = outcomes.at(-1)?.service;
  const of = last === undefined ? '' : `, the last at ${last}`;
  const detail = `attempts at several services did not help${of}: the healer may have the wrong idea of the failure`;
  return { reason: 'breaker-open', detail, until };
}

function busyHold({ incidentId, group, remedy }: Slot, wayBack: boolean): Hold {
  const what = wayBack ? `another rollback is under way (${group})` : `${group} is being healed (${remedy})`;
  return { reason: 'account-busy', detail: `${what} by incident ${incidentId}` };
}

function rateHold({ burst, refillMinutes }: AccountPolicy, until: number): Hold {
  const detail = `${burst} attempts at once and one more every ${refillMinutes} min are the limit for all services`;
  return { reason: 'account-rate', detail, until };
}

/** The account after an attempt. A failed trial heal makes a soft storm hard. */
export function afterAttempt(account: Account, outcome: AttemptOutcome, policy: AccountPolicy): Account {
  const breaker = afterOutcome(account.breaker, outcome, policy);
  if (breaker === account.breaker) return account;
  const { storm } = account;
  const during = storm !== undefined && outcome.at >= storm.since;
  if (!during || outcome.helped || storm.level === 'hard') return { ...account, breaker };
  return { ...account, breaker, storm: { ...storm, level: 'hard' } };
}

/** The account with the storm as of now; the same one without a change. After a storm the tokens come one by one. */
export function withStormAfter(account: Account, watch: StormWatch): Account {
  const { storm: before, ...calm } = account;
  const storm = stormAfter(before, watch);
  if (storm === before) return account;
  if (storm !== undefined) return { ...account, storm };
  if (before === undefined) return account;
  const { policy, now } = watch;
  const { tokens, at } = filled(account.bucket ?? fullBucket(policy, now), policy, now);
  return { ...calm, bucket: { tokens: Math.min(1, tokens), at }, ended: endedStorm(before, watch) };
}

/** The witness of the storm of that name, while it is recorded. */
export function witnessOf({ storm, ended }: Account, since: number): string | undefined {
  return [storm, ended].find((one) => one?.since === since)?.declaredBy;
}

/** The account after people were told that the storm of that name is over. */
export function withStormTold(account: Account, since: number): Account {
  const { ended, ...told } = account;
  return ended?.since === since ? told : account;
}

function fullBucket({ burst }: AccountPolicy, now: number): Bucket {
  return { tokens: burst, at: now };
}
