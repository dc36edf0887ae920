/** What is remembered of releases and failures: bounded, in order, and each once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  failingMs,
  withFailureBegun,
  withFailureClosed,
  withFailuresOver,
  withRelease,
  type ReleaseRecord,
} from '../../../core/incident/release-record.ts';

const HOUR = 3_600_000;
const NONE: ReleaseRecord = { releases: [], failures: [] };

function release(number: number, completedAt = number * HOUR) {
  return { deploymentId: `ecs-svc/${number}`, taskDefinitionArn: `arn:task-definition/user:${number}`, completedAt };
}

function failure(from: number, failureType = 'high-cpu') {
  return { id: `inc-${from}`, failureType, onsetAt: from };
}

describe('releases that were seen complete', () => {
  it('are remembered in the order they completed, however late their events come', () => {
    const record = [release(2), release(1), release(3)].reduce(withRelease, NONE);
    expect(record.releases.map(({ completedAt }) => completedAt)).toEqual([HOUR, 2 * HOUR, 3 * HOUR]);
  });

  it('are remembered once, and not again when the same revision is deployed anew', () => {
    const once = withRelease(NONE, release(1));
    expect(withRelease(once, release(1))).toBe(once);
    expect(withRelease(once, { ...release(1), deploymentId: 'ecs-svc/forced', completedAt: 9 * HOUR })).toBe(once);
  });

  it('are forgotten, the oldest first, before the record outgrows its item', () => {
    const record = Array.from({ length: 100 }, (_, number) => release(number)).reduce(withRelease, NONE);
    expect(record.releases).toHaveLength(20);
    expect(record.releases.at(-1)).toEqual(release(99));
  });
});

describe('failures', () => {
  const failing = withFailureBegun(NONE, failure(0));

  it('end with an incident that ended well, and go on with one that did not', () => {
    const closed = { failureType: 'high-cpu', closedAt: HOUR };
    expect(withFailureClosed(failing, { ...closed, outcome: 'healed' }).failures[0]?.until).toBe(HOUR);
    expect(withFailureClosed(failing, { ...closed, outcome: 'escalated' })).toBe(failing);
    expect(withFailureClosed(failing, { ...closed, failureType: 'memory-leak', outcome: 'healed' })).toBe(failing);
  });

  it('whose end was not seen go on when the same failure opens another incident, for a day at most', () => {
    expect(withFailureBegun(failing, failure(HOUR))).toBe(failing);
    expect(withFailureBegun(failing, failure(25 * HOUR)).failures).toHaveLength(2);
    expect(failingMs(failing.failures, { from: 0, to: 100 * HOUR, now: 100 * HOUR })).toBe(24 * HOUR);
  });

  it('are all over when nothing is red any more', () => {
    const two = withFailureBegun(failing, failure(HOUR, 'memory-leak'));
    expect(withFailuresOver(two, 2 * HOUR).failures.map(({ until }) => until)).toEqual([2 * HOUR, 2 * HOUR]);
  });

  it('take no more of a time than there is, whatever overlaps', () => {
    const some = fc.record({ from: fc.nat(1_000), length: fc.option(fc.nat(1_000), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(some), fc.nat(500), fc.nat(500), (list, from, length) => {
        const failures = list.map(({ from: start, length: lasted }) => ({
          incidentId: 'inc',
          failureType: 'any',
          from: start,
          ...(lasted === undefined ? {} : { until: start + lasted }),
        }));
        const failingTime = failingMs(failures, { from, to: from + length, now: 2_000 });
        const minutesFailing = Array.from({ length }, (_, index) => from + index).filter((at) =>
          failures.some((one) => one.from <= at && at < (one.until ?? 2_000)),
        );
        expect(failingTime).toBe(minutesFailing.length);
      }),
    );
  });
});
