/** Every example in every shipped runbook, decided by the code that decides at night. */
import { describe, expect, it } from 'vitest';
import { decide } from '../../core/decide/decide.ts';
import { shippedRunbooks } from '../support/catalog.ts';
import { factsOf } from '../support/example-facts.ts';

const runbooks = shippedRunbooks();

describe('the examples of the runbooks', () => {
  it('are there for every runbook', () => {
    expect(runbooks.length).toBeGreaterThanOrEqual(8);
    expect(runbooks.filter(({ examples }) => examples.length < 2).map(({ file }) => file)).toEqual([]);
  });

  describe.each(runbooks)('$file', ({ runbook, examples }) => {
    it.each(examples.map((example) => ({ ...example, case: example.name })))('$case', (example) => {
      const { decision } = decide(factsOf(runbook, example));
      const table = decision.candidates.map(({ remedy, mean, costMinutes, holds }) => ({
        remedy,
        mean,
        costMinutes,
        holds,
      }));
      expect(decision.chosen, JSON.stringify(table, null, 1)).toBe(example.expect.choose);
      for (const forbidden of example.expect.not) expect(decision.chosen).not.toBe(forbidden);
      for (const [remedy, reason] of Object.entries(example.expect.refuses)) {
        const holds = decision.candidates.find((candidate) => candidate.remedy === remedy)?.holds ?? [];
        expect(
          holds.map((hold) => hold.reason),
          remedy,
        ).toContain(reason);
      }
    });
  });
});
