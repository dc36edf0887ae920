/** Toggles that take work off a service: first where there is too much of it, like any other where there is not. */
import { describe, expect, it } from 'vitest';
import { decide } from '../../../core/decide/decide.ts';
import type { Facts } from '../../../core/facts/facts.ts';
import type { ExampleFacts } from '../../../core/runbook/example.ts';
import type { Tier } from '../../../core/vocabulary.ts';
import { shippedRunbooks } from '../../support/catalog.ts';
import { ORDINARY, factsOf } from '../../support/example-facts.ts';

const SLOW: ExampleFacts = { ...ORDINARY, metrics: { p99LatencyMilliseconds: 4_000 }, toggles: ['reviews', 'search'] };

interface Slow {
  readonly toggles?: readonly string[];
  readonly tier?: Tier;
}

/** A slow service of a tier, with toggles of which `search` sheds load. */
function slow(load: number, { toggles = SLOW.toggles, tier = 'standard' }: Slow = {}): Facts {
  const shipped = shippedRunbooks().find(({ runbook }) => runbook.failureType === 'high-latency');
  if (shipped === undefined) throw new Error('there is no runbook high-latency');
  const expected = { choose: 'page' as const, not: [], refuses: {} };
  const facts = factsOf(shipped.runbook, { name: 'slow', given: { ...SLOW, load, toggles }, expect: expected });
  const shedding = facts.service.toggles.map((one) => (one.name === 'search' ? { ...one, shedsLoad: true } : one));
  return { ...facts, service: { ...facts.service, tier, toggles: shedding } };
}

describe('a toggle that sheds load', () => {
  it.each([
    { case: 'under load it is flipped before others', load: 2, toggle: 'search', sheds: true },
    { case: 'without load the order of the configuration holds', load: 1, toggle: 'reviews', sheds: undefined },
  ])('$case', ({ load, toggle, sheds }) => {
    const { plan } = decide(slow(load));
    expect(plan).toMatchObject({ kind: 'flipToggle', toggle });
    expect(plan?.kind === 'flipToggle' && plan.sheds).toBe(sheds);
  });

  it('gives way to one that was changed shortly before: the cause goes before the load it makes', () => {
    const facts = slow(2);
    const changed = { kind: 'value' as const, value: 'on', changedAt: facts.incident.onsetAt - 60_000 };
    const { plan } = decide({ ...facts, toggles: { ...facts.toggles, reviews: changed } });
    expect(plan).toMatchObject({ kind: 'flipToggle', toggle: 'reviews' });
  });

  it('goes before new tasks even where its users matter most, and what does not shed load does not', () => {
    expect(decide(slow(2, { tier: 'critical', toggles: ['search'] })).plan?.kind).toBe('flipToggle');
    expect(decide(slow(2, { tier: 'critical', toggles: ['reviews'] })).plan?.kind).toBe('scaleOut');
  });

  it('or any other goes before new tasks where those would be too few', () => {
    expect(decide(slow(6, { tier: 'critical', toggles: ['reviews'] })).plan?.kind).toBe('flipToggle');
  });
});
