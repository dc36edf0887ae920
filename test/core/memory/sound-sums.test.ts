/** Sums that cannot be true are left out; whatever results and reversals make of them is read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  added,
  experienceOf,
  experiencesAt,
  NO_EXPERIENCE,
  reversalOf,
  soundSums,
  type ExperienceSums,
} from '../../../core/memory/experience.ts';
import { weightAt } from '../../../core/memory/decay.ts';
import { attemptResult, START } from '../../contract/samples.ts';

const DAY = 24 * 3_600_000;
const ONE = experienceOf(attemptResult({ status: 'succeeded', minutes: 5 })) ?? NO_EXPERIENCE;

describe('Sums that results made', () => {
  const result = fc.record({
    status: fc.constantFrom('succeeded' as const, 'failed' as const, 'censored' as const),
    harmful: fc.boolean(),
    minutes: fc.option(fc.double({ min: 0, max: 60, noNaN: true }), { nil: undefined }),
    at: fc.integer({ min: START, max: START + 900 * DAY }),
    reversed: fc.boolean(),
  });

  it('are sound, in whatever order they came and whichever successes were taken back', () => {
    fc.assert(
      fc.property(fc.array(result, { maxLength: 40 }), (results) => {
        const all = results.flatMap(({ reversed, minutes, ...one }) => {
          const told = attemptResult({ ...one, ...(minutes !== undefined && { minutes }) });
          const back = reversed && one.status === 'succeeded' ? [reversalOf(told)] : [];
          return [experienceOf(told) ?? NO_EXPERIENCE, ...back];
        });
        const sums = all.reduce(added, NO_EXPERIENCE);
        expect(soundSums({ ...sums }, START + 900 * DAY)).toBeDefined();
      }),
    );
  });
});

describe('Sums that cannot be true', () => {
  it.each<{ case: string; change: Partial<Record<keyof ExperienceSums, unknown>> }>([
    { case: 'a word', change: { attempts: 'many' } },
    { case: 'no number', change: { successWeight: Number.NaN } },
    { case: 'an endless one', change: { attemptWeight: Infinity } },
    { case: 'less than nothing', change: { harmWeight: -1 } },
    { case: 'more successes than attempts', change: { successes: 2 } },
    { case: 'more harms than attempts', change: { harmful: 2 } },
    { case: 'half an attempt', change: { attempts: 1.5 } },
    { case: 'weights without a count', change: { attempts: 0, successes: 0 } },
    { case: 'a weight that no result can have yet', change: { attemptWeight: 1e30 } },
    { case: 'the weight of a harm without one', change: { harmWeight: weightAt(START) } },
    { case: 'more weight of successes than of attempts', change: { successWeight: 2 * weightAt(START) } },
    { case: 'durations of more than the successes', change: { minutesWeight: 2 * weightAt(START) } },
    { case: 'a heal of years', change: { minutesSum: 1e300 } },
    { case: 'minutes without a weight', change: { minutesWeight: 1e-12 } },
  ])('are left out: $case', ({ change }) => {
    expect(soundSums({ ...ONE }, START)).toEqual(ONE);
    expect(soundSums({ ...ONE, ...change }, START)).toBeUndefined();
  });

  it('are counted where they belong, and the sums beside them are read', () => {
    const key = 'plain#replaceTasks';
    const [only] = experiencesAt({ all: new Map([[key, undefined]]), here: new Map([[key, ONE]]) }, START);
    expect(only).toMatchObject({ damaged: 1, all: { attempts: 0 }, countHere: { successes: 1, attempts: 1 } });
  });

  it('a result of a clock that is five minutes ahead is no damage', () => {
    const early = experienceOf(attemptResult({ at: START + 5 * 60_000 })) ?? NO_EXPERIENCE;
    expect(soundSums({ ...early }, START)).toBeDefined();
  });
});
