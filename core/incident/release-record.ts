/**
 * What the healer remembers of a service's releases and of how well they ran: deployments it saw complete, and the times
 * in which the service failed, by failure type. Together they say which revision is known to be good. Both lists are
 * part of the service's one record and bounded; it must not know what is concluded from them.
 */
import { endedWell } from '../vocabulary.ts';
import type { Incident } from './incident.ts';

/** A deployment that the healer saw complete. */
export interface SeenRelease {
  readonly deploymentId: string;
  readonly taskDefinitionArn: string;
  /** Ms since the epoch. */
  readonly completedAt: number;
}

/** A time in which a service failed in one way. */
export interface FailureTime {
  readonly incidentId: string;
  readonly failureType: string;
  /** First sign of it, ms since the epoch. */
  readonly from: number;
  /** Absent while nobody has seen the end of it. */
  readonly until?: number;
}

export interface ReleaseRecord {
  /** Changes of the revision, newest last, at most `RELEASES_MAX`. */
  readonly releases: readonly SeenRelease[];
  /** Newest last, at most `FAILURES_MAX`. */
  readonly failures: readonly FailureTime[];
}

/** Changes of what runs: half a year of weekly releases, and as many as are read from ECS. */
const RELEASES_MAX = 20;
/** A service that fails more often than this between two releases has no good one. */
const FAILURES_MAX = 50;
/** What nobody saw end: an application that never says so, an alarm that was deleted. */
const UNENDED_HOURS_MAX = 24;

/** With the release; the same record when it is known, or is the revision that ran already. */
export function withRelease<Record extends ReleaseRecord>(record: Record, release: SeenRelease): Record {
  const last = record.releases.at(-1);
  if (last?.taskDefinitionArn === release.taskDefinitionArn) return record;
  if (record.releases.some(({ deploymentId }) => deploymentId === release.deploymentId)) return record;
  const releases = [...record.releases, release].toSorted((a, b) => a.completedAt - b.completedAt);
  return { ...record, releases: releases.slice(-RELEASES_MAX) };
}

/** With the failure of an incident that opens; one whose end nobody saw goes on. */
export function withFailureBegun<Record extends ReleaseRecord>(
  record: Record,
  { id, failureType, onsetAt }: Pick<Incident, 'id' | 'failureType' | 'onsetAt'>,
): Record {
  const open = record.failures.find((failure) => failure.failureType === failureType && failure.until === undefined);
  if (open !== undefined && onsetAt <= openFrom(open, onsetAt).until) return record;
  const begun = { incidentId: id, failureType, from: onsetAt };
  return { ...record, failures: [...record.failures, begun].slice(-FAILURES_MAX) };
}

/** After an incident was closed: its failure is over if the service was well in the end. */
export function withFailureClosed<Record extends ReleaseRecord>(
  record: Record,
  { failureType, outcome, closedAt }: Pick<Incident, 'failureType' | 'outcome' | 'closedAt'>,
): Record {
  if (!endedWell(outcome) || closedAt === undefined) return record;
  return ended(record, closedAt, (failure) => failure.failureType === failureType);
}

/** Nothing is red any more: whatever had not ended has. */
export function withFailuresOver<Record extends ReleaseRecord>(record: Record, at: number): Record {
  return ended(record, at, () => true);
}

function ended<Record extends ReleaseRecord>(
  record: Record,
  until: number,
  which: (failure: FailureTime) => boolean,
): Record {
  const over = (failure: FailureTime) => failure.until === undefined && which(failure);
  if (!record.failures.some(over)) return record;
  return { ...record, failures: record.failures.map((failure) => (over(failure) ? { ...failure, until } : failure)) };
}

/** When a failure ended or is taken to have: one that nobody saw end counts for a day at most. */
export function openFrom({ from, until }: FailureTime, now: number): { readonly until: number } {
  return { until: until ?? Math.min(now, from + UNENDED_HOURS_MAX * 3_600_000) };
}

/** How much of the time between `from` and `to` the failures took, ms; where they overlap it counts once. */
export function failingMs(
  failures: readonly FailureTime[],
  { from, to, now }: { readonly from: number; readonly to: number; readonly now: number },
): number {
  let covered = from;
  let sum = 0;
  for (const failure of failures.toSorted((a, b) => a.from - b.from)) {
    const start = Math.max(covered, failure.from);
    const end = Math.min(to, openFrom(failure, now).until);
    if (end <= start) continue;
    sum += end - start;
    covered = end;
  }
  return sum;
}
