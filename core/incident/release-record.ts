/**
 * What the healer remembers of a service's releases: deployments that it saw complete, and the times in which the
 * service failed, by failure type. Together they show which revision is known good. Both lists are bounded, because
 * they are part of the service's one record.
 */
import { endedWell } from '../vocabulary.ts';
import type { Incident } from './incident.ts';
import { time, shape, text, list, optional, type Shaped } from '../shape.ts';

/** A deployment that the healer saw complete. */
export const SeenRelease = shape({
  deploymentId: text,
  taskDefinitionArn: text,
  /** Ms since the epoch. */
  completedAt: time,
});
export type SeenRelease = Shaped<typeof SeenRelease>;

/** A time in which a service failed in one way. */
export const FailureTime = shape({
  incidentId: text,
  failureType: text,
  /** First sign of it, ms since the epoch. */
  from: time,
  /** Absent while the end was not seen. */
  until: optional(time),
});
export type FailureTime = Shaped<typeof FailureTime>;

export const ReleaseRecord = shape({
  /** Changes of the revision, newest last, at most `RELEASES_MAX`. */
  releases: list(SeenRelease),
  /** Newest last, at most `FAILURES_MAX`. */
  failures: list(FailureTime),
});
export type ReleaseRecord = Shaped<typeof ReleaseRecord>;

/** Changes of the revision: half a year of weekly releases, and as many as the healer reads from ECS. */
const RELEASES_MAX = 20;
/** A service with more failures between two releases has no good release. */
const FAILURES_MAX = 50;
/** Hours after which an unseen end is assumed: applications may not report it, and alarms may be deleted. */
const UNENDED_HOURS_MAX = 24;

/** The record with the release; the same record when it is known, or is the running revision. */
export function withRelease<Record extends ReleaseRecord>(record: Record, release: SeenRelease): Record {
  const last = record.releases.at(-1);
  if (last?.taskDefinitionArn === release.taskDefinitionArn) return record;
  if (record.releases.some(({ deploymentId }) => deploymentId === release.deploymentId)) return record;
  const releases = [...record.releases, release].toSorted((a, b) => a.completedAt - b.completedAt);
  return { ...record, releases: releases.slice(-RELEASES_MAX) };
}

/** The record with the failure of an incident that opens. A failure without a seen end continues. */
export function withFailureBegun<Record extends ReleaseRecord>(
  record: Record,
  { id, failureType, onsetAt }: Pick<Incident, 'id' | 'failureType' | 'onsetAt'>,
): Record {
  const open = record.failures.find((failure) => failure.failureType === failureType && failure.until === undefined);
  if (open !== undefined && onsetAt <= openFrom(open, onsetAt).until) return record;
  const begun = { incidentId: id, failureType, from: onsetAt };
  return { ...record, failures: [...record.failures, begun].slice(-FAILURES_MAX) };
}

/** The record after an incident closed: its failure ends if the service was well. */
export function withFailureClosed<Record extends ReleaseRecord>(
  record: Record,
  { failureType, outcome, closedAt }: Pick<Incident, 'failureType' | 'outcome' | 'closedAt'>,
): Record {
  if (!endedWell(outcome) || closedAt === undefined) return record;
  return ended(record, closedAt, (failure) => failure.failureType === failureType);
}

/** The record when no alarm is red any more: every failure ends. */
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

/** The end of a failure; one without a seen end counts for a day at most. */
export function openFrom({ from, until }: FailureTime, now: number): { readonly until: number } {
  return { until: until ?? Math.min(now, from + UNENDED_HOURS_MAX * 3_600_000) };
}

/** Ms of failure between `from` and `to`; overlaps count once. */
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
