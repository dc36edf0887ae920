/** The order of remedies: best chance per minute first, dropped on evidence only, risk as cost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byRank, scoreOf, type Option } from '../../../core/decide/rank.ts';

interface Counts {
  readonly successes?: number;
  readonly failures?: number;
  readonly harms?: number;
}

function option(change: Partial<Option> & Counts = {}): Option {
  const { successes = 0, failures = 0, harms = 0, ...rest } = change;
  const sums = { successes, attempts: successes + failures };
  return {
    prior: 0.6,
    experience: { all: sums, here: sums, harms },
    minutesWhenItWorks: 5,
    minutesWhenItDoesNot: 12,
    disruptionMinutes: 0.5,
    ...rest,
  };
}

const count = fc.nat({ max: 200 });
const prior = fc.double({ min: 0.05, max: 0.95, noNaN: true });

describe('the score of a remedy', () => {
  it('never falls with a success, never rises with a failure, a longer duration, a disruption or a harm', () => {
    fc.assert(
      fc.property(prior, count, count, count, (p, successes, failures, harmful) => {
        const base = { prior: p, successes, failures: failures + harmful, harms: harmful };
        const { score } = scoreOf(option(base), 'standard');
        const better = scoreOf(option({ ...base, successes: successes + 1 }), 'standard').score;
        expect(better).toBeGreaterThanOrEqual(score - 1e-12);
        const worse: readonly Option[] = [
          option({ ...base, failures: base.failures + 1 }),
          option({ ...base, minutesWhenItDoesNot: 20 }),
          option({ ...base, disruptionMinutes: 3 }),
          option({ ...base, failures: base.failures + 1, harms: harmful + 1 }),
        ];
        for (const one of worse) expect(scoreOf(one, 'standard').score).toBeLessThanOrEqual(score + 1e-12);
      }),
    );
  });

  it('never rises with a failure elsewhere, and none lifts what made things worse', () => {
    fc.assert(
      fc.property(prior, fc.tuple(count, count), count, count, (p, [successes, failed], others, harms) => {
        const here = { successes, attempts: successes + failed };
        const past = (failures: number) => {
          const all = { successes: here.successes + others, attempts: here.attempts + others + harms + failures };
          return scoreOf(option({ prior: p, experience: { all, here, harms } }), 'standard');
        };
        expect(past(1).score).toBeLessThanOrEqual(past(0).score + 1e-12);
        expect(past(1).harmful).toBe(past(0).harmful);
      }),
    );
  });

  it('orders independent remedies so that the expected cost of trying them one after the other is least', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(prior, fc.integer({ min: 1, max: 30 })), { minLength: 3, maxLength: 3 }),
        (drawn) => {
          const boxes = drawn.map(([p, minutes]) => {
            const fixed = { prior: p, experience: undefined, disruptionMinutes: 0 };
            const score = scoreOf({ ...fixed, minutesWhenItWorks: minutes, minutesWhenItDoesNot: minutes }, 'standard');
            return { p: score.mean, cost: score.costMinutes, score: score.score, class: 'safe' as const };
          });
          const ours = expectedCost(boxes.toSorted(byRank));
          for (const order of orders(boxes)) expect(ours).toBeLessThanOrEqual(expectedCost(order) + 1e-9);
        },
      ),
    );
  });

  it('weighs disruption by what the service is worth', () => {
    const cost = (tier: 'critical' | 'standard' | 'batch') =>
      scoreOf(option({ disruptionMinutes: 2 }), tier).costMinutes;
    expect(cost('critical') - cost('standard')).toBeCloseTo(4);
    expect(cost('standard') - cost('batch')).toBeCloseTo(1.4);
  });
});

describe('whether a remedy is worth trying', () => {
  it('is not in doubt without experience, even for a long shot', () => {
    expect(scoreOf(option({ prior: 0.3 }), 'critical').worthTrying).toBe(true);
  });

  it('ends with evidence, not with two failures', () => {
    expect(scoreOf(option({ failures: 2 }), 'standard').worthTrying).toBe(true);
    expect(scoreOf(option({ failures: 60 }), 'standard').worthTrying).toBe(false);
  });

  it('asks more evidence where a person takes longer', () => {
    const failed = option({ failures: 12 });
    expect(scoreOf(failed, 'critical').worthTrying).toBe(false);
    expect(scoreOf(failed, 'batch').worthTrying).toBe(true);
  });
});

describe('harm', () => {
  it.each([
    { case: 'never', change: { successes: 4 }, harmful: false },
    { case: 'once: a coincidence', change: { failures: 1, harms: 1 }, harmful: false },
    { case: 'twice of three times', change: { successes: 1, failures: 2, harms: 2 }, harmful: true },
    { case: 'twice of three times, but long ago', change: { successes: 1, failures: 2, harms: 1.2 }, harmful: false },
    { case: 'twice of thirty times', change: { successes: 28, failures: 2, harms: 2 }, harmful: false },
  ])('$case', ({ change, harmful }) => {
    expect(scoreOf(option(change), 'standard').harmful).toBe(harmful);
  });
});

interface Box {
  readonly p: number;
  readonly cost: number;
}

/** Each is tried with the chance that none before it helped. */
function expectedCost(boxes: readonly Box[]): number {
  let reached = 1;
  let total = 0;
  for (const { p, cost } of boxes) {
    total += reached * cost;
    reached *= 1 - p;
  }
  return total;
}

function orders<Value>(values: readonly Value[]): readonly (readonly Value[])[] {
  if (values.length < 2) return [values];
  return values.flatMap((value, i) => orders(values.toSpliced(i, 1)).map((rest) => [value, ...rest]));
}
