/** Properties of the token bucket: no span of time sees more than the burst and what flowed in meanwhile. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { take, type Bucket, type BucketPolicy } from '../../../core/limits/token-bucket.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 2, 10);

const policies = fc.record({ burst: fc.integer({ min: 1, max: 20 }), refillMinutes: fc.integer({ min: 1, max: 120 }) });
/** Ms between two requests; most are close together, so that the bucket runs dry. */
const pauses = fc.array(fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 20 * MINUTE })), {
  maxLength: 120,
});

/** When tokens were given, of one request after each pause. */
function taken(policy: BucketPolicy, times: readonly number[]): readonly number[] {
  let bucket: Bucket = { tokens: policy.burst, at: START };
  return times.filter((now) => {
    const answer = take(bucket, policy, now);
    if (answer.kind === 'taken') bucket = answer.bucket;
    return answer.kind === 'taken';
  });
}

function timesOf(gaps: readonly number[]): readonly number[] {
  let now = START;
  return gaps.map((gap) => (now += gap));
}

describe('The token bucket', () => {
  it('gives no span of time more than the burst and what flowed in meanwhile', () => {
    fc.assert(
      fc.property(policies, pauses, (policy, gaps) => {
        const given = taken(policy, timesOf(gaps));
        for (const [first, from] of given.entries()) {
          for (const [last, to] of given.entries()) {
            if (last < first) continue;
            const most = policy.burst + (to - from) / (policy.refillMinutes * MINUTE);
            expect(last - first + 1).toBeLessThanOrEqual(most + 1e-6);
          }
        }
      }),
    );
  });

  it('gives nothing away to clocks that are behind', () => {
    fc.assert(
      fc.property(policies, fc.array(fc.integer({ min: -30_000, max: 0 }), { maxLength: 60 }), (policy, behind) => {
        const given = taken(
          policy,
          behind.map((by) => START + by),
        );
        expect(given.length).toBeLessThanOrEqual(policy.burst);
      }),
    );
  });

  it('gives a token at the very moment that it named, and none a minute before', () => {
    fc.assert(
      fc.property(policies, fc.double({ min: 0, max: 0.99, noNaN: true }), (policy, tokens) => {
        const bucket = { tokens, at: START };
        const answer = take(bucket, policy, START);
        if (answer.kind !== 'empty') throw new Error('there was less than a token');
        expect(take(bucket, policy, answer.until).kind).toBe('taken');
        expect(take(bucket, policy, Math.max(START, answer.until - MINUTE)).kind).toBe('empty');
      }),
    );
  });

  it('holds no more than its burst, however long it was not asked', () => {
    const policy = { burst: 3, refillMinutes: 5 };
    const week = START + 7 * 24 * 60 * MINUTE;
    expect(taken(policy, [week, week, week, week])).toHaveLength(3);
  });
});
