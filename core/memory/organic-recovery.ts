/**
 * What heals without the healer. Every incident waits a little before something is done about it: for its alarm, for
 * its turn, for a person. Those waits show how many failures end by themselves, and how soon, at no risk. Shown beside
 * the success of remedies; never used to choose, because waiting costs more than a gentle remedy.
 */
import { isUnconfirmed } from '../incident/claim.ts';
import type { Incident } from '../incident/incident.ts';

/** One wait: how long the failure lasted untouched, and whether it ended by itself. */
export interface Wait {
  readonly minutes: number;
  /** Otherwise the healer acted, or gave up looking: how it would have gone on is not known (censored). */
  readonly recovered: boolean;
}

/** Waits by the whole minute in which they ended; the last bucket holds all longer ones. Grows by addition only. */
export interface WaitCounts {
  readonly recovered: readonly number[];
  readonly censored: readonly number[];
}

/** A failure that lasts an hour does not end by itself soon. */
export const WAIT_BUCKETS = 60;

export const NO_WAITS: WaitCounts = { recovered: zeros(), censored: zeros() };

function zeros(): readonly number[] {
  return Array.from({ length: WAIT_BUCKETS }, () => 0);
}

/** The counts with one wait more. */
export function withWait(counts: WaitCounts, wait: Wait): WaitCounts {
  const kind = wait.recovered ? 'recovered' : 'censored';
  const bucket = bucketOf(wait);
  return { ...counts, [kind]: counts[kind].with(bucket, (counts[kind][bucket] ?? 0) + 1) };
}

/** Estimate of the share that has recovered by itself after each minute. */
export interface OrganicRecovery {
  /** 0-1, by minute: the first is the share within one minute. Never falls. */
  readonly recoveredWithin: readonly number[];
  readonly waits: number;
}

/** The wait of a closed incident: until its first move, its recovery, or its end. Undefined when clocks disagree, and of a claim. */
export function waitOf(incident: Incident): Wait | undefined {
  const { onsetAt, closedAt, outcome, attempts, decisions } = incident;
  if (isUnconfirmed(incident)) return undefined;
  const firstMove = attempts.flatMap(({ journal }) => journal.moves.map(({ at }) => at)).toSorted((a, b) => a - b)[0];
  // What came with the heal of a dependency says as little of this failure as what was cut short by a remedy.
  const withDependency = decisions.at(-1)?.recoveredWith !== undefined;
  const recovered = outcome === 'self-recovered' && firstMove === undefined && !withDependency;
  const end = firstMove ?? closedAt;
  if (end === undefined || end < onsetAt) return undefined;
  return { minutes: (end - onsetAt) / 60_000, recovered };
}

/** The bucket a wait is counted in. */
export function bucketOf({ minutes }: Wait): number {
  return Math.min(WAIT_BUCKETS - 1, Math.floor(minutes));
}

/**
 * Kaplan-Meier estimate over whole minutes: S(m) = Π (1 − recovered_i / atRisk_i), i ≤ m; what is returned is 1 − S.
 * Who was censored within a minute counts as at risk during it.
 */
export function organicRecovery({ recovered, censored }: WaitCounts): OrganicRecovery {
  const count = (counts: readonly number[], bucket: number): number => counts[bucket] ?? 0;
  let atRisk = 0;
  for (let bucket = 0; bucket < WAIT_BUCKETS; bucket++) atRisk += count(recovered, bucket) + count(censored, bucket);
  const waits = atRisk;
  let surviving = 1;
  const recoveredWithin: number[] = [];
  for (let bucket = 0; bucket < WAIT_BUCKETS; bucket++) {
    if (atRisk > 0) surviving *= 1 - count(recovered, bucket) / atRisk;
    recoveredWithin.push(1 - surviving);
    atRisk -= count(recovered, bucket) + count(censored, bucket);
  }
  return { recoveredWithin, waits };
}
