/** The remaining error budget: what it is, when it holds something back, and that not knowing it changes nothing. */
import { describe, expect, it } from 'vitest';
import { decide } from '../../../core/decide/decide.ts';
import { budgetLeft, budgetLine, budgetPeriods, budgetSpent, servedOf } from '../../../core/decide/error-budget.ts';
import { known, unknown } from '../../../core/world/known.ts';
import type { Facts, Served } from '../../../core/facts/facts.ts';
import type { Point } from '../../../core/world/series.ts';
import { holdsOn, releasedFacts } from '../../support/decided-example.ts';

const SLO = { availability: 0.999, days: 30 };

function served(value: Facts['served'], slo: Facts['service']['slo'] = SLO): Facts {
  const facts = releasedFacts('high-error-rate');
  return { ...facts, served: value, service: { ...facts.service, ...(slo === undefined ? {} : { slo }) } };
}

/** Of a million requests the objective allows a thousand to fail. */
const failed = (errors: number): Facts['served'] => known<Served>({ requests: 1_000_000, errors });

const SPENT = 'a person decides on anything disruptive';
const BUDGETS = [
  { case: 'untouched', errors: 0, left: 1, hold: undefined, line: undefined },
  { case: 'half spent', errors: 500, left: 0.5, hold: undefined, line: undefined },
  {
    case: 'more than half spent',
    errors: 510,
    left: 0.49,
    hold: undefined,
    line: '49 % of the error budget of 30 days is left',
  },
  {
    case: 'down to more than a tenth',
    errors: 899,
    left: 0.101,
    hold: undefined,
    line: '10 % of the error budget of 30 days is left',
  },
  {
    case: 'below a tenth',
    errors: 980,
    left: 0.02,
    hold: `2 % of the error budget of 30 days is left: ${SPENT}`,
    line: '2 % of the error budget of 30 days is left',
  },
  {
    case: 'used up',
    errors: 1_000,
    left: 0,
    hold: `the error budget of 30 days is spent: ${SPENT}`,
    line: 'the error budget of 30 days is spent',
  },
  {
    case: 'overspent',
    errors: 5_000,
    left: -4,
    hold: `the error budget of 30 days is spent: ${SPENT}`,
    line: 'the error budget of 30 days is spent',
  },
];

describe('an error budget', () => {
  it.each(BUDGETS)('that is $case is worth saying, or holding back for', ({ errors, left, hold, line }) => {
    const facts = served(failed(errors));
    const budget = budgetLeft(facts);
    expect(budget.kind === 'known' ? budget.value : undefined).toBeCloseTo(left, 6);
    expect(budgetSpent(facts)?.detail).toBe(hold);
    expect(budgetLine(facts)).toBe(line);
    expect(holdsOn(facts, 'rollBack')).toEqual(hold === undefined ? [] : ['error-budget-spent']);
    for (const safe of ['flipToggle', 'replaceTasks'] as const) expect(holdsOn(facts, safe)).toEqual(['not-worth-it']);
    expect(decide(facts).decision.kind).toBe(hold === undefined ? 'act' : 'ask');
  });

  it.each([
    { case: 'metrics that could not be read', value: unknown<Served>('throttled'), why: 'throttled' },
    {
      case: 'fewer requests than make a budget of ten',
      value: known<Served>({ requests: 9_000, errors: 9_000 }),
      why: 'too few requests for its objective',
    },
  ])('of $case changes nothing and says so', ({ value, why }) => {
    const facts = served(value);
    expect(budgetSpent(facts)).toBeUndefined();
    expect(decide(facts).decision).toMatchObject({ kind: 'act', chosen: 'rollBack' });
    expect(decide(facts).decision.evidence).toContain(`error budget unknown: ${why}`);
  });

  it('is known from as many requests as make a budget of ten', () => {
    expect(budgetLeft(served(known<Served>({ requests: 10_100, errors: 0 })))).toEqual(known(1));
  });

  it('is none of a service without an objective, which is not told about one', () => {
    const { slo: _, ...service } = served(failed(5_000)).service;
    const facts = { ...served(failed(5_000)), service };
    expect(budgetSpent(facts)).toBeUndefined();
    expect(budgetLine(facts)).toBeUndefined();
  });

  it('is a matter for a person when nothing else is possible: it does not come back by waiting', () => {
    const facts = served(failed(990));
    const { runbook } = releasedFacts('bad-deployment');
    expect(decide({ ...facts, runbook }).decision).toMatchObject({ kind: 'ask' });
  });

  it('is made of sums, where no reading of errors is no error, and no request is nothing', () => {
    const points = (...values: readonly number[]): readonly Point[] => values.map((value, at) => ({ at, value }));
    expect(servedOf(points(10, 20), points(1))).toEqual({ requests: 30, errors: 1 });
    expect(servedOf(points(10), [])).toEqual({ requests: 10, errors: 0 });
    expect(servedOf([], points(5))).toBeUndefined();
    expect(servedOf(points(0, 0), [])).toBeUndefined();
  });

  it('is read for all of its window', () => {
    expect(budgetPeriods(SLO)).toBe(30 * 24 * 4);
  });
});
