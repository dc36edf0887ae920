/**
 * Tells many failures from one: when much of the fleet fails together, what fails is something it shares, and healing
 * the members one by one adds load to what is short already. Thresholds to enter, calm for a while to leave, so that a
 * storm does not flicker. Pure; who is failing is read elsewhere.
 */
import type { AccountPolicy } from './policy.ts';
import { STORM_MINUTES_MAX } from '../holds/reasons.ts';

export const STORM_LEVELS = ['none', 'soft', 'hard'] as const;
export type StormLevel = (typeof STORM_LEVELS)[number];

/** A service with an open incident, or with one that ended lately without a cure. Times are ms since the epoch. */
export interface SickService {
  readonly service: string;
  readonly incidentId: string;
  readonly failureType: string;
  readonly openedAt: number;
  readonly closedAt?: number;
  /** Whether it was well when its incident ended. */
  readonly well?: boolean;
}

export interface Storm {
  readonly level: Exclude<StormLevel, 'none'>;
  /** Ms since the epoch; also its name. */
  readonly since: number;
  /** The incident that saw it first, and tells people. */
  readonly declaredBy: string;
}

/** A storm that is over: what people are told when it is. */
export interface EndedStorm extends Storm {
  readonly endedAt: number;
  /** Services that failed in it and are well again. */
  readonly recovered: number;
  /** Those that are not, at most `NAMED_MAX` by name. */
  readonly unwell: readonly string[];
  readonly unwellCount: number;
}

/** Names kept of those that are not well after a storm: the account's item stays small. */
const NAMED_MAX = 30;
/** An incident that is open for longer is none any more: a dead one must not keep a storm going. */
const OPEN_MINUTES_MAX = STORM_MINUTES_MAX;
/** "At once", for failures of one cause: alarms of one period apart. */
const MASS_MINUTES = 1;

/** Whether all that began this storm is over at `now` (ms since the epoch), so that only a new look could show that it goes on. */
export function isTooOld({ since }: Storm, now: number): boolean {
  return now - since >= STORM_MINUTES_MAX * 60_000;
}

type SickPolicy = Pick<AccountPolicy, 'sickMinutes'>;

/** Those that count as failing at `now`. */
export function sickAt(all: readonly SickService[], policy: SickPolicy, now: number): readonly SickService[] {
  return all.filter((one) => isSick(one, policy, now));
}

/** When an incident closed last, well or not: then a place for another heal became free. Undefined while none has. */
export function lastClosed(records: readonly SickService[]): number | undefined {
  const latest = records.reduce((last, { closedAt = 0 }) => Math.max(last, closedAt), 0);
  return latest === 0 ? undefined : latest;
}

function isSick(one: SickService, policy: SickPolicy, now: number): boolean {
  return !(one.closedAt !== undefined && one.well === true) && now <= sickUntil(one, policy);
}

/** When it no longer counts, if nothing more is heard of it. */
function sickUntil({ openedAt, closedAt, well }: SickService, { sickMinutes }: SickPolicy): number {
  if (closedAt === undefined) return openedAt + OPEN_MINUTES_MAX * 60_000;
  return well === true ? closedAt : closedAt + sickMinutes * 60_000;
}

export interface StormWatch {
  /** Every service that is on record, those that are well again included. */
  readonly records: readonly SickService[];
  /** Services there are. */
  readonly services: number;
  readonly policy: AccountPolicy;
  readonly now: number;
  /** The incident on whose behalf it is looked. */
  readonly incidentId: string;
}

/** The storm at `now`, given the one there was; undefined when there is none. The same object when nothing changed. */
export function stormAfter(before: Storm | undefined, watch: StormWatch): Storm | undefined {
  const { records, now, incidentId, policy } = watch;
  const sick = sickAt(records, policy, now);
  const level = levelOf(sick, watch);
  if (before === undefined) {
    // Only a member can tell people of it: whoever else looks, such as a canary, leaves it to the next of them.
    const isMember = sick.some((one) => one.incidentId === incidentId);
    return level === 'none' || !isMember ? undefined : { level, since: now, declaredBy: incidentId };
  }
  if (level === 'none') {
    const calmSince = Math.max(before.since, lastRecovery(sick, watch));
    return now - calmSince >= policy.calmMinutes * 60_000 ? undefined : before;
  }
  return STORM_LEVELS.indexOf(level) > STORM_LEVELS.indexOf(before.level) ? { ...before, level } : before;
}

/** What is to be said of a storm that is over at `now`. */
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
 * When fewer began to fail, for the last time: since then at most as many failed as do now. Read off the records, because
 * nobody may have looked when the storm ended.
 */
function lastRecovery(sick: readonly SickService[], { records, policy, now }: StormWatch): number {
  const still = new Set(sick);
  const ended = records.filter((one) => !still.has(one)).map((one) => Math.min(now, sickUntil(one, policy)));
  // Enough of them to have been a mass of failures, a minute after which they no longer are one.
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

/** Services whose failures of this type are open or lately ended: from some number on they have one cause. */
export function sharing(sick: readonly SickService[], failureType: string): readonly SickService[] {
  return sick.filter((one) => one.failureType === failureType);
}
