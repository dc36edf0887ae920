/** Whether one more service with cold caches can be borne. */
import { describe, expect, it } from 'vitest';
import { noHeadroom } from '../../../core/facts/failing-dependency.ts';
import { hasHeadroom } from '../../../core/limits/headroom.ts';

describe('headroom', () => {
  // Bounds of the storm simulation: at 0.45 one service of ten may warm up, at 0.48 none.
  it.each([
    { utilisation: 0.4, share: 0.1, expected: true },
    { utilisation: 0.45, share: 0.1, expected: true },
    { utilisation: 0.476, share: 0.1, expected: true },
    { utilisation: 0.477, share: 0.1, expected: false },
    { utilisation: 0.48, share: 0.1, expected: false },
    { utilisation: 0.5, share: 0, expected: false },
    { utilisation: 0.33, share: 1, expected: true },
    { utilisation: 0.34, share: 1, expected: false },
  ])('of $utilisation for a share of $share: $expected', ({ utilisation, share, expected }) => {
    expect(hasHeadroom(utilisation, share)).toBe(expected);
  });

  it.each([
    { case: 'it was not read how busy it is', health: {}, hold: undefined },
    { case: 'it has room for one of ten', health: { utilisation: 0.3, callers: 10 }, hold: undefined },
    {
      case: 'it has none',
      health: { utilisation: 0.5, callers: 10 },
      hold: 'data, which the failing services call, is 50 % busy: fresh tasks would keep it failing',
    },
  ])('holds back fresh tasks only when it is known to be missing: $case', ({ health, hold }) => {
    const data = { service: 'data', health: 'Healthy', failing: false, ...health } as const;
    expect(noHeadroom({ dependencies: [data] })?.detail).toBe(hold);
  });
});
