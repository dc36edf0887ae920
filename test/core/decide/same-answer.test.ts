/** A retried Lambda, the lab and a simulation must agree: nothing but the facts decides, in whatever order they were read. */
import { describe, expect, it } from 'vitest';
import { decide, type Decided } from '../../../core/decide/decide.ts';
import type { Facts } from '../../../core/facts/facts.ts';
import { shippedRunbooks } from '../../support/catalog.ts';
import { factsOf } from '../../support/example-facts.ts';

const EXAMPLES = shippedRunbooks().flatMap(({ runbook, examples }) =>
  examples.map((example) => ({ case: `${runbook.failureType}: ${example.name}`, facts: factsOf(runbook, example) })),
);

/** As AWS may list them another time. */
function relisted(facts: Facts): Facts {
  if (facts.running.kind === 'unknown') return facts;
  const { value } = facts.running;
  const running = { ...value, tasks: value.tasks.toReversed(), targets: value.targets.toReversed() };
  return { ...facts, running: { kind: 'known', value: running } };
}

function victims({ plan }: Decided): readonly string[] {
  return plan?.kind === 'replaceTasks' ? plan.victims : [];
}

describe('The same facts', () => {
  it.each(EXAMPLES)('give the same decision, plan and words: $case', ({ facts }) => {
    const copy = structuredClone(facts);
    expect(decide(facts)).toEqual(decide(copy));
    expect(facts, 'and are left as they were').toEqual(copy);
  });

  it.each(EXAMPLES)('give the same decision in whatever order tasks are listed: $case', ({ facts }) => {
    const [once, again] = [decide(facts), decide(relisted(facts))];
    expect(again.decision).toEqual(once.decision);
    expect(victims(again)).toEqual(victims(once));
  });
});
