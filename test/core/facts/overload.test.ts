/** Busy or broken: replacing busy tasks makes an overload worse. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../core/decide/decide.ts';
import { known, unknown } from '../../../core/world/known.ts';
import type { Facts, Load } from '../../../core/facts/facts.ts';
import { loadOf, overloaded } from '../../../core/facts/overload.ts';
import type { ExampleFacts } from '../../../core/runbook/example.ts';
import type { Point } from '../../../core/world/series.ts';
import { shippedRunbooks } from '../../support/catalog.ts';
import { ORDINARY, factsOf } from '../../support/example-facts.ts';

const MINUTE = 60_000;
const ONSET = Date.UTC(2026, 0, 15, 3, 0);

function factsOfType(failureType: string, load: Facts['load'], change: Partial<ExampleFacts> = {}): Facts {
  const shipped = shippedRunbooks().find(({ runbook }) => runbook.failureType === failureType);
  if (shipped === undefined) throw new Error(`there is no runbook for ${failureType}`);
  const given = { ...ORDINARY, ...change };
  const facts = factsOf(shipped.runbook, {
    name: 'an example',
    given,
    expect: { choose: 'page', not: [], refuses: {} },
  });
  return { ...facts, load };
}

const times = (ratio: number): Facts['load'] => known<Load>({ now: 100 * ratio, usual: 100 });

describe('a fleet that fails', () => {
  it.each([
    { case: 'every task is hot and traffic is up by 80 %', type: 'high-cpu', load: times(1.8), sick: 4 },
    { case: 'nothing tells tasks apart and traffic is up', type: 'high-latency', load: times(2), sick: 'unknown' },
    {
      case: 'clients wait for answers, so that no more than a third more is counted',
      type: 'high-latency',
      load: times(1.35),
      sick: 'unknown',
    },
    {
      case: 'three requests became seven, and every task is hot',
      type: 'high-cpu',
      load: known({ now: 7, usual: 3 }),
      sick: 4,
    },
    {
      case: 'a crowd comes after an hour without requests',
      type: 'high-cpu',
      load: known({ now: 5_000, usual: 0 }),
      sick: 4,
    },
    { case: 'requests fail under ten times the load', type: 'high-error-rate', load: times(10), sick: 'unknown' },
  ] as const)('is busy when $case: no task is replaced', ({ type, load, sick }) => {
    const facts = factsOfType(type, load, { sickTasks: sick });
    const { decision, plan } = decide(facts);
    const replacing = decision.candidates.find(({ remedy }) => remedy === 'replaceTasks');
    expect(replacing?.holds.map(({ reason }) => reason)).toContain('overloaded');
    expect(plan?.kind).not.toBe('replaceTasks');
  });

  it.each([
    { case: 'one task of four is hot, whatever the load', type: 'high-cpu', load: times(3), sick: 1 },
    { case: 'traffic is as usual', type: 'high-cpu', load: times(1.1), sick: 4 },
    { case: 'traffic rises as on any morning', type: 'high-latency', load: times(1.25), sick: 'unknown' },
    { case: 'traffic has fallen', type: 'high-latency', load: times(0.2), sick: 'unknown' },
    { case: 'memory leaks under load', type: 'memory-leak', load: times(3), sick: 4 },
    { case: 'no metric counts requests', type: 'high-cpu', load: unknown<Load>('no load balancer'), sick: 4 },
    {
      case: 'three requests became six, as they do by chance',
      type: 'high-cpu',
      load: known({ now: 6, usual: 3 }),
      sick: 4,
    },
    { case: 'five came after an hour without requests', type: 'high-cpu', load: known({ now: 5, usual: 0 }), sick: 4 },
  ] as const)('is not called busy when $case', ({ type, load, sick }) => {
    expect(overloaded(factsOfType(type, load, { sickTasks: sick }))).toBeUndefined();
  });

  it('is waited for when nothing else can be done: load often passes', () => {
    const { decision } = decide(factsOfType('high-error-rate', times(1.8)));
    expect(decision.kind).toBe('wait');
    expect(decision.why.join(' ')).toContain('busy, not broken');
  });
});

describe('a task that passes the limit under load before the others', () => {
  const withValues = (values: readonly number[]): Facts => {
    const facts = factsOfType('high-cpu', times(1.8), { sickTasks: 1 });
    if (facts.running.kind === 'unknown') throw new Error('the example knows what runs');
    const { value } = facts.running;
    const taskValues = Object.fromEntries(value.tasks.map(({ arn }, index) => [arn, values[index] ?? 0]));
    return { ...facts, running: known({ ...value, taskValues }) };
  };

  it.each([
    { case: 'is only the first when they are close behind', values: [92, 84, 88, 86], busy: true },
    { case: 'is sick when they are well', values: [100, 55, 48, 60], busy: false },
    { case: 'is only the first at the least distance', values: [100, 71, 71, 71], busy: true },
  ])('$case', ({ values, busy }) => {
    expect(overloaded(withValues(values)) !== undefined).toBe(busy);
  });
});

describe('the load', () => {
  const steady = (from: number, to: number, value: number): readonly Point[] =>
    Array.from({ length: to - from }, (_, i) => ({ at: ONSET + (from + i) * MINUTE, value }));

  it('is the last two readings against the hour before, without the minutes that led to the failure', () => {
    const requests = [...steady(-65, -5, 100), ...steady(-5, 0, 400), ...steady(0, 3, 500)];
    expect(loadOf(requests, ONSET)).toEqual({ now: 500, usual: 100 });
  });

  it('is unknown without enough of a past, or without a present', () => {
    expect(loadOf([...steady(-14, -5, 100), ...steady(0, 3, 500)], ONSET)).toBeUndefined();
    expect(loadOf([], ONSET)).toBeUndefined();
  });

  it('is in proportion to the requests', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.double({ min: 0.1, max: 20, noNaN: true }), (usual, ratio) => {
        const load = loadOf([...steady(-60, -5, usual), ...steady(0, 2, usual * ratio)], ONSET);
        expect((load?.now ?? 0) / (load?.usual ?? 1)).toBeCloseTo(ratio, 6);
      }),
    );
  });
});
