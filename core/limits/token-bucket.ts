/**
 * A token bucket: attempts may follow each other up to a burst, and in the long run come no faster than the refill. Any
 * span of W minutes sees at most burst + W / refill attempts. Its state is one number and one time, whatever the number
 * of services.
 */
import { time, shape, number, type Shaped } from '../shape.ts';

export const Bucket = shape({
  /** Tokens at `at`, fractions included. */
  tokens: number,
  /** Ms since the epoch. */
  at: time,
});
export type Bucket = Shaped<typeof Bucket>;

export interface BucketPolicy {
  readonly burst: number;
  readonly refillMinutes: number;
}

export type Taken =
  { readonly kind: 'taken'; readonly bucket: Bucket } | { readonly kind: 'empty'; readonly until: number };

/** Tolerance for sums of fractions. */
const ROUNDING = 1e-9;

/** The bucket at `now`. A clock that is behind adds nothing, and removes nothing. */
export function filled({ tokens, at }: Bucket, { burst, refillMinutes }: BucketPolicy, now: number): Bucket {
  const since = Math.max(0, now - at);
  return { tokens: Math.min(burst, tokens + since / (refillMinutes * 60_000)), at: Math.max(at, now) };
}

/** Takes one token, or says when the next comes (ms since the epoch). */
export function take(bucket: Bucket, policy: BucketPolicy, now: number): Taken {
  const { tokens, at } = filled(bucket, policy, now);
  if (tokens >= 1 - ROUNDING) return { kind: 'taken', bucket: { tokens: Math.max(0, tokens - 1), at } };
  return { kind: 'empty', until: at + Math.ceil((1 - tokens) * policy.refillMinutes * 60_000) };
}
