/** Damping of services that come and go: from which rate of failures on, for how long, and never for ever. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flappingUntil } from '../../../core/limits/flapping.ts';
import { SERVICE_POLICY } from '../../../core/limits/policy.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 2, 10);

/** So many failures, so many minutes apart, the last of them at `START`. */
function failures(count: number, everyMinutes: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => START - (count - 1 - index) * everyMinutes * MINUTE);
}

describe('A service that flaps', () => {
  it.each([
    { case: 'never failed', count: 0, every: 1, left: false },
    { case: 'failed once', count: 1, every: 1, left: false },
    { case: 'failed three times within minutes', count: 3, every: 2, left: false },
    { case: 'failed four times within minutes', count: 4, every: 2, left: true },
    { case: 'failed four times within three quarters of an hour', count: 4, every: 15, left: true },
    { case: 'failed four times within two hours', count: 4, every: 40, left: false },
    { case: 'fails once an hour for a day', count: 24, every: 60, left: false },
    { case: 'fails every twenty minutes for hours', count: 12, every: 20, left: true },
  ])('is left alone ($left) when it $case', ({ count, every, left }) => {
    expect(flappingUntil(failures(count, every), SERVICE_POLICY, START) !== undefined).toBe(left);
  });

  it('is healed again at the time that was named, and not before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 * MINUTE }), { minLength: 4, maxLength: 20 }), (gaps) => {
        let at = START;
        const begun = gaps.map((gap) => (at += gap));
        const until = flappingUntil(begun, SERVICE_POLICY, at);
        if (until === undefined) return;
        expect(flappingUntil(begun, SERVICE_POLICY, until - 1)).toBe(until);
        expect(flappingUntil(begun, SERVICE_POLICY, until)).toBeUndefined();
      }),
    );
  });

  it('begins anew with the first failure after it was quiet', () => {
    const later = START + 3 * 60 * MINUTE;
    expect(flappingUntil([...failures(4, 1), later], SERVICE_POLICY, later)).toBeUndefined();
  });

  it('is left alone for about two and a half hours after four failures at once', () => {
    const until = flappingUntil(failures(4, 0), SERVICE_POLICY, START) ?? 0;
    expect((until - START) / MINUTE).toBeCloseTo(60 * Math.log2(4_000 / 750), 3);
  });

  it('is left alone sooner where its configuration says so', () => {
    expect(flappingUntil(failures(2, 2), { flappingFailures: 2 }, START)).toBeDefined();
  });
});
