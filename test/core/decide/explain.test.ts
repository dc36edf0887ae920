/** What a decision says of itself: true, short, and each thing once. */
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../core/facts/facts.ts';
import { decide } from '../../../core/decide/decide.ts';
import { known, unknown } from '../../../core/world/known.ts';
import { shippedRunbooks } from '../../support/catalog.ts';
import { factsOf, ORDINARY } from '../../support/example-facts.ts';

function facts(type: string, change: (facts: Facts) => Partial<Facts> = () => ({})): Facts {
  const shipped = shippedRunbooks().find(({ runbook }) => runbook.failureType === type);
  if (shipped === undefined) throw new Error(`there is no runbook ${type}`);
  const expected = { choose: 'page' as const, not: [], refuses: {} };
  const made = factsOf(shipped.runbook, { name: type, given: { ...ORDINARY, toggles: ['cart'] }, expect: expected });
  return { ...made, ...change(made) };
}

describe('The lines of a decision', () => {
  it('say once what several remedies have in common', () => {
    const failing = { service: 'pay', health: 'Failing' as const, failing: true };
    const { decision } = decide(facts('high-error-rate', () => ({ dependencies: [failing], toggles: {} })));
    const line = decision.why.find((one) => one.startsWith('Not chosen'));
    expect(line?.match(/pay, which it depends on, is Failing/g)).toHaveLength(1);
    expect(line).toMatch(
      /^Not chosen: rollBack, replaceTasks \(pay, which [^;]*, and \d more\); flipToggle \([^;]*\)\.$/,
    );
  });

  it('do not say "never tried" of what could not be read', () => {
    const { decision } = decide(facts('memory-leak', () => ({ experience: unknown('throttled') })));
    expect(decision.why[0]).toContain('what it did before could not be read');
    expect(decision.why.join(' ')).not.toContain('never tried');
    expect(decide(facts('memory-leak')).decision.why[0]).toContain('never tried');
  });

  it('say what other services saw, and that what was seen here is old', () => {
    const line = (here: number, all: number) => {
      const seen = (attempts: number) => ({ successes: attempts * 0.9, attempts });
      const experience = {
        context: 'plain',
        remedy: 'replaceTasks',
        all: seen(all),
        here: seen(here),
        harms: 0,
        countHere: { successes: 9, attempts: 10 },
      } as const;
      const given = facts('memory-leak', ({ incident }) => ({
        incident: { ...incident, context: 'plain' },
        experience: known([experience]),
      }));
      return decide(given).decision.why[0];
    };
    expect(line(9, 9)).toContain('worked 9 of 10 times here, ');
    expect(line(9, 109)).toContain('worked 9 of 10 times here, 90 of about 100 elsewhere, ');
    expect(line(2, 2)).toContain('worked 9 of 10 times here, mostly long ago, ');
  });

  it('tell what seldom helps from what takes long', () => {
    const sums = { successes: 190, attempts: 200 };
    const { decision } = decide(
      facts('memory-leak', ({ incident }) => ({
        incident: { ...incident, context: 'plain' },
        experience: known([
          {
            context: 'plain',
            remedy: 'replaceTasks',
            all: sums,
            here: sums,
            harms: 0,
            countHere: sums,
            meanMinutes: 300,
          },
        ]),
      })),
    );
    const slow = decision.candidates.find(({ remedy }) => remedy === 'replaceTasks')?.holds.map(({ detail }) => detail);
    expect(slow).toEqual([expect.stringMatching(/^costs about \d+ min, a person takes about 45$/)]);
  });
});

describe('What is kept of a decision', () => {
  it('names every guard of the way back with what it said, those that allowed it too', () => {
    const { decision } = decide(facts('high-error-rate'));
    const guards = decision.candidates.find(({ remedy }) => remedy === 'rollBack')?.guards;
    expect(guards).toEqual({
      controller: 'allows',
      attribution: 'forbids',
      pingPong: 'allows',
      knownGood: 'forbids',
      passedRoles: 'allows',
      schema: 'forbids',
      api: 'allows',
      importance: 'allows',
      canary: 'allows',
    });
  });
});
