/**
 * What is done first about what fails in ECS services, and what is never done: each row of the scenarios is asked.
 */
import { describe, expect, it } from 'vitest';
import { decide } from '../../../core/decide/decide.ts';
import { known } from '../../../core/world/known.ts';
import { factsIn } from './support/scenario.ts';
import { SCENARIOS } from './support/scenarios.ts';

describe('what is done first', () => {
  it.each(SCENARIOS)('when $case: $first', ({ first, next, never, ...scenario }) => {
    const { decision, plan } = decide(factsIn(scenario));
    const done = decision.kind === 'wait' ? 'wait' : (plan?.kind ?? 'page');
    expect(done, decision.why.join(' ')).toBe(first);
    expect(next === undefined || decision.runnerUp === next, decision.runnerUp).toBe(true);
    expect(never).not.toContain(done);
    expect(never).not.toContain(decision.runnerUp);
  });

  it('is the same each time it is asked', () => {
    for (const scenario of SCENARIOS) {
      const facts = factsIn(scenario);
      expect(decide(facts)).toEqual(decide(structuredClone(facts)));
    }
  });
});

it('Whatever is done, it is the same in whichever order ECS lists the tasks', () => {
  const victims = SCENARIOS.map((scenario) => {
    const facts = factsIn(scenario);
    const { running } = facts;
    if (running.kind === 'unknown') throw new Error(running.why);
    const turned = { ...facts, running: known({ ...running.value, tasks: running.value.tasks.toReversed() }) };
    expect(decide(turned).decision).toEqual(decide(facts).decision);
    const [one, other] = [facts, turned].map((asked) => decide(asked).plan);
    if (one?.kind !== 'replaceTasks' || other?.kind !== 'replaceTasks') return 0;
    expect(other.victims).toEqual(one.victims);
    return one.victims.length;
  });
  expect(Math.max(...victims)).toBeGreaterThan(1);
});
