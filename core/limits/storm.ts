/**
 * Tells one shared failure from many: when much of the fleet fails together, the services share its cause, and healing
 * them one by one adds load to it. A storm starts at a threshold and ends after a calm, so that it does not flicker.
 * Pure.
 */
import type { AccountPolicy } from './policy.ts';
import { STORM_MINUTES_MAX } from '../holds/reasons.ts';
import { time, fieldsOf, shape, flag, text, list, number, optional, word, type Shaped } from '../shape.ts';

export const STORM_LEVELS = ['none', 'soft', 'hard'] as const;
export type StormLevel = (typeof STORM_LEVELS)[number];

/** A service with an open incident, or with one that recently ended without a cure. Times are ms since the epoch. */
export const SickService = shape({
  service: text,
  incidentId: text,
  failureType: text,
  openedAt: time,
  closedAt: optional(time),
  /** Whether it was well when its incident ended. */
  well: optional(flag),
});
export type SickService = Shaped<typeof SickService>;

export const Storm = shape({
  level: word(['soft', 'hard']),
  /** Ms since the epoch; also the storm's name. */
  since: time,
  /** The witness: the incident that saw it first, and tells people. */
  declaredBy: text,
});
export type Storm = Shaped<typeof Storm>;

/** A storm that is over, for the message that says so. */
export const EndedStorm = shape({
  ...fieldsOf(Storm),
  endedAt: time,
  /** Services that failed in it and have recovered. */
  recovered: number,
  /** Those that have not, at most `NAMED_MAX` by name. */
  unwell: list(text),
  unwellCount: number,
});
export type EndedStorm = Shaped<typeof EndedStorm>;

/** Keeps the account's item small. */
const NAMED_MAX = 30;
/** An incident that is open for longer does not count: a dead one must not prolong a storm. */
const OPEN_MINUTES_MAX = STORM_MINUTES_MAX;
/** Minutes within which failures of one cause begin: alarms are one period apart. */
const MASS_MINUTES = 1;

/** Whether the storm's own members no longer count at `now` (ms since the epoch): it needs a new look to continue. */
export function isTooOld({ since }: Storm, now: number): boolean {
  return now - since >= STORM_MINUTES_MAX * 60_000;
}

type SickPolicy = Pick<AccountPolicy, 'sickMinutes'>;

/** The services that count as failing at `now`. */
export function sickAt(all: readonly SickService[], policy: SickPolicy, now: number): readonly SickService[] {
  return all.filter((one) => isSick(one, policy, now));
}

/** When an incident last closed, well or not: then a place for another heal became free. Absent where none is recorded. */
export function lastClosed(records: readonly SickService[]): { readonly lastClosedAt?: number } {
  const latest = records.reduce((last, { closedAt = 0 }) => Math.max(last, closedAt), 0);
  return latest === 0 ? {} : { lastClosedAt: latest };
}

function isSick(one: SickService, policy: SickPolicy, now: number): boolean {
  return !(one.closedAt !== undefined && one.well === true) && now <= sickUntil(one, policy);
}

/** When the service stops counting as failing, unless a new signal comes. */
function sickUntil({ openedAt, closedAt, well }: SickService, { sickMinutes }: SickPolicy): number {
  if (closedAt === undefined) return openedAt + OPEN_MINUTES_MAX * 60_000;
  return well === true ? closedAt : closedAt + sickMinutes * 60_000;
}

export interface StormWatch {
  /** Every recorded service, also those that have recovered. */
  readonly records: readonly SickService[];
  /** Number of services in the catalog. */
  readonly services: number;
  readonly policy: AccountPolicy;
  readonly now: number;
  /** The incident that looks. */
  readonly incidentId: string;
}

/** The storm at `now`, given the one before; undefined without one. The same object when nothing changed. */
export function stormAfter(before: Storm | undefined, watch: StormWatch): Storm | undefined {
  const { records, now, incidentId, policy } = watch;
  const sick = sickAt(records, policy, now);
  const level = levelOf(sick, watch);
  if (before === undefined) {
    // Only an incident that is part of the storm may announce it; the heartbeat must not.
    const isMember = sick.some((one) => one.incidentId === incidentId);
    return level === 'none' || !isMember ? undefined : { level, since: now, declaredBy: incidentId };
  }
  if (level === 'none') {
    const calmSince = Math.max(before.since, lastRecovery(sick, watch));
    return now - calmSince >= policy.calmMinutes * 60_000 ? undefined : before;
  }
  return STORM_LEVELS.indexOf(level) > STORM_LEVELS.indexOf(before.level) ? { ...before, level } : before;
}

/** The message about a storm that is over at `now`. */
export function endedStorm(
  storm: Storm,
  { records, policy, now }: Omit<StormWatch, 'incidentId' | 'services'>,
): EndedStorm {
  const members = records.filter((one) => sickUntil(one, policy) >= storm.since);
  const unwell = members.filter(({ closedAt, well }) => closedAt === undefined || well !== true);
  const names = unwell.map(({ service }) => service).toSorted();
  return {
    ...storm,
    endedAt: now,
    recovered: members.length - unwell.length,
    unwell: names.slice(0, NAMED_MAX),
    unwellCount: names.length,
  };
}

/**
 * When the number of failing services last fell: no more have failed since than now. Computed from the records, because
 * no incident may have looked when the storm ended.
 */
function lastRecovery(sick: readonly SickService[], { records, policy, now }: StormWatch): number {
  const still = new Set(sick);
  const ended = records.filter((one) => !still.has(one)).map((one) => Math.min(now, sickUntil(one, policy)));
  // Services that began together and are enough for a mass failure no longer count as one a minute later.
  const begun = sick.length < policy.massMembers ? [] : sick.map(({ openedAt }) => openedAt + MASS_MINUTES * 60_000);
  return [...ended, ...begun].reduce((latest, at) => Math.max(latest, at), 0);
}

function levelOf(sick: readonly SickService[], { services, policy, now }: StormWatch): StormLevel {
  const failing = new Set(sick.map(({ service }) => service)).size;
  const begun = sick.filter(({ openedAt }) => now - openedAt <= MASS_MINUTES * 60_000).length;
  if (begun >= policy.massMembers) return 'hard';
  if (failing < policy.stormMembers || services === 0) return 'none';
  if (failing >= services * policy.hardStormShare) return 'hard';
  return failing >= services * policy.softStormShare ? 'soft' : 'none';
}

/** Services with this failure type, open or recently ended; enough of them have a common cause. */
export function sharing(sick: readonly SickService[], failureType: string): readonly SickService[] {
  return sick.filter((one) => one.failureType === failureType);
}
