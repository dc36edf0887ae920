/** Experience moves beliefs the right way, and never by chance. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beliefOf, minutesOf, priorOf } from '../../../core/decide/belief.ts';
import type { Experience } from '../../../core/memory/results.ts';

function experience(successes: number, failures: number, allSuccesses = successes, allFailures = failures): Experience {
  const here = { successes, attempts: successes + failures };
  return {
    context: 'plain',
    remedy: 'replaceTasks',
    all: { successes: allSuccesses, attempts: allSuccesses + allFailures },
    here,
    harms: 0,
    countHere: here,
  };
}

const count = fc.nat({ max: 500 });
const prior = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe('the belief in a remedy', () => {
  it('is the prior without experience', () => {
    expect(beliefOf(0.6, undefined).mean).toBeCloseTo(0.6);
  });

  it('rises with a success and falls with a failure', () => {
    fc.assert(
      fc.property(prior, count, count, (p, s, f) => {
        const mean = beliefOf(p, experience(s, f)).mean;
        expect(beliefOf(p, experience(s + 1, f)).mean).toBeGreaterThanOrEqual(mean);
        expect(beliefOf(p, experience(s, f + 1)).mean).toBeLessThanOrEqual(mean);
      }),
    );
  });

  it('grows surer with experience', () => {
    fc.assert(
      fc.property(prior, (p) => {
        expect(beliefOf(p, experience(80, 20)).deviation).toBeLessThan(
          beliefOf(p, undefined).deviation + 1e-9 + (p < 0.05 || p > 0.95 ? 1 : 0),
        );
      }),
    );
  });

  it('lets this service differ from the others when it has its own record', () => {
    const elsewhereGood = experience(0, 20, 200, 20);
    expect(beliefOf(0.6, elsewhereGood).mean).toBeLessThan(0.35);
    expect(beliefOf(0.6, experience(0, 0, 200, 20)).mean).toBeGreaterThan(0.85);
  });

  it('expects rolling back to help when a deployment explains the failure, and little else', () => {
    expect(priorOf({ remedy: 'rollBack' }, 2, { release: 'reversible', toggle: false })).toBe(0.9);
    expect(priorOf({ remedy: 'replaceTasks' }, 0, { release: 'reversible', toggle: false })).toBeCloseTo(0.18);
    expect(priorOf({ remedy: 'replaceTasks' }, 0, { release: 'none', toggle: false })).toBe(0.6);
    expect(priorOf({ remedy: 'replaceTasks' }, 0, { release: 'stuck', toggle: false })).toBeCloseTo(0.06);
    expect(priorOf({ remedy: 'replaceTasks' }, 0, { release: 'irreversible', toggle: false })).toBe(0.6);
    expect(priorOf({ remedy: 'flipToggle' }, 1, { release: 'none', toggle: true })).toBe(0.8);
    expect(priorOf({ remedy: 'flipToggle' }, 1, { release: 'reversible', toggle: true })).toBe(0.8);
    expect(priorOf({ remedy: 'replaceTasks' }, 0, { release: 'none', toggle: true })).toBe(0.6);
    expect(priorOf({ remedy: 'flipToggle', priorSuccess: 0.7 }, 4, { release: 'none', toggle: false })).toBe(0.7);
  });

  it.each([
    { case: 'a toggle that sheds load', remedy: 'flipToggle', load: { shedding: true }, prior: 0.8 },
    { case: 'no other remedy', remedy: 'scaleOut', load: { shedding: true }, prior: 0.45 },
    {
      case: 'less of new tasks when they are too few',
      remedy: 'scaleOut',
      load: { beyondScaling: true },
      prior: 0.225,
    },
    { case: 'no toggle the less for that', remedy: 'flipToggle', load: { beyondScaling: true }, prior: 0.45 },
  ])('expects under load $case', ({ remedy, load, prior }) => {
    expect(priorOf({ remedy }, 1, { release: 'none', toggle: false, ...load })).toBeCloseTo(prior);
    // Clients that ask again are load too: where a release explains it, that comes first.
    expect(priorOf({ remedy }, 1, { release: 'reversible', toggle: false, ...load })).toBeCloseTo(0.135);
  });
});

describe('the minutes of a remedy', () => {
  const seen = (successes: number, meanMinutes?: number) => ({
    all: { successes, attempts: successes },
    ...(meanMinutes !== undefined && { meanMinutes }),
  });

  it.each([
    { case: 'nothing is known', experience: undefined, minutes: 10 },
    { case: 'nothing has worked yet', experience: seen(0), minutes: 10 },
    { case: 'one heal was slow', experience: seen(1, 60), minutes: 20 },
    { case: 'that heal has faded', experience: seen(0.01, 60), minutes: 10.1 },
    { case: 'many heals were slow', experience: seen(96, 60), minutes: 58 },
    { case: 'one took no time, by clocks that disagree', experience: seen(1, 0), minutes: 8 },
  ])('are $minutes of 10 expected where $case', ({ experience: past, minutes }) => {
    expect(minutesOf(10, past)).toBeCloseTo(minutes, 1);
  });
});
