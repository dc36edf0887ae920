/** When enough requests came to believe what the metrics say: by day, by night, and where the healer keeps them away. */
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../../core/incident/incident.ts';
import { trafficCheck } from '../../../core/verify/traffic-check.ts';
import { SINCE, anIncident, points, service } from './judging.ts';

interface Given {
  readonly after: readonly number[];
  /** At the decision, in the middle of the failure. */
  readonly decided?: number;
  /** In each period before the failure. */
  readonly usual?: number;
  readonly trafficMin?: number;
  readonly attempts?: readonly Attempt[];
}

function check({ after, decided, usual, trafficMin = 10, attempts = [] }: Given) {
  const before = decided === undefined ? {} : { requestCount: decided };
  const incident = { ...anIncident({ before }), attempts };
  return trafficCheck(
    { incident, service, usual, plan: { trafficMin, goodPeriods: 3, conditions: [] } },
    points(...after),
  );
}

/** A switched toggle that takes load off the service. */
function flipped(change: { readonly sheds?: boolean; readonly undone?: boolean }): Attempt {
  const { sheds = false, undone = false } = change;
  const toggle = { toggle: 'search', parameter: '/shop/search', previous: 'on', value: 'off', expiresAt: SINCE };
  return {
    number: 1,
    remedy: 'flipToggle',
    startedAt: SINCE,
    status: 'pending',
    journal: { plan: { kind: 'flipToggle', ...toggle, ...(sheds && { sheds }) }, moves: [] },
    ...(undone && { undone }),
  };
}

const RATE = {
  elements: [],
  periodSeconds: 60,
  comparison: 'above',
  threshold: 5,
  metric: 'errorRatePercent',
} as const;

describe('traffic', () => {
  it.each([
    { case: 'next to none is left of many', given: { decided: 5_000, after: [12, 12, 12] }, state: 'unknown' },
    { case: 'fifty a period are left of many', given: { decided: 5_000, after: [50, 60, 55] }, state: 'good' },
    { case: 'half of few are back', given: { decided: 60, after: [30, 31, 30] }, state: 'good' },
    { case: 'less than half of few are back', given: { decided: 60, after: [30, 29, 30] }, state: 'unknown' },
    {
      case: 'the failure itself had kept people away',
      given: { usual: 5_000, decided: 3, after: [12, 12, 12] },
      state: 'unknown',
    },
    { case: 'a crowd came and went', given: { usual: 30, decided: 900, after: [28, 31, 30] }, state: 'good' },
    {
      case: 'it is night, and as quiet as before',
      given: { usual: 14, decided: 14, after: [11, 12, 13] },
      state: 'good',
    },
    {
      case: 'fewer come than the runbook wants, as before',
      given: { usual: 14, decided: 14, after: [9, 12, 13] },
      state: 'good',
    },
    {
      case: 'fewer come than the runbook wants, and more came before',
      given: { usual: 30, decided: 14, after: [9, 12, 13] },
      state: 'unknown',
    },
    {
      case: 'three a minute came before, and a period is empty now',
      given: { usual: 3, after: [4, 0, 2] },
      state: 'good',
    },
    { case: 'three a minute came before, and hardly any now', given: { usual: 3, after: [1, 0, 1] }, state: 'unknown' },
    { case: 'three a minute came before, and one period is known', given: { usual: 3, after: [9] }, state: 'unknown' },
    { case: 'none came before, and none come now', given: { usual: 0, after: [] }, state: 'good' },
    { case: 'next to none came before, and none come now', given: { usual: 0.2, after: [0, 0, 0] }, state: 'good' },
    {
      case: 'nothing tells what came before, and none come now',
      given: { after: [0, 0, 0] },
      state: 'unknown',
    },
    { case: 'it is unknown what came before', given: { after: [12, 12, 12] }, state: 'good' },
    { case: 'there are too few periods', given: { decided: 60, after: [40, 40] }, state: 'unknown' },
    {
      case: 'the runbook wants none, and many stopped coming',
      given: { usual: 400, trafficMin: 0, after: [0, 0, 0] },
      state: 'unknown',
    },
    {
      case: 'the runbook wants none, and no request ever came',
      given: { usual: 0, trafficMin: 0, after: [] },
      state: undefined,
    },
    {
      case: 'the runbook wants none, and by night few came',
      given: { usual: 8, trafficMin: 0, after: [0, 1, 0] },
      state: undefined,
    },
  ])('is $state when $case', ({ given, state }) => {
    expect(check(given)?.state).toBe(state);
  });

  it('may be less where the healer itself sheds load, for as long as it does, and not where it does not', () => {
    const after = [12, 12, 12];
    const states = [flipped({ sheds: true }), flipped({ sheds: true, undone: true }), flipped({})].map(
      (attempt) => check({ usual: 5_000, after, attempts: [attempt] })?.state,
    );
    expect(states).toEqual(['good', 'unknown', 'unknown']);
  });

  it('says what would be enough, and what that is measured by', () => {
    expect(check({ usual: 60, after: [20, 20, 20] })?.line).toBe(
      'requests per period 20, 20, 20 (at least 30; 60 before)',
    );
    expect(check({ usual: 22, after: [12, 12, 12] })?.line).toBe(
      'requests per period 12, 12, 12 (at least 11; 22 before)',
    );
    expect(check({ usual: 14, after: [12, 12] })?.line).toBe(
      'requests per period 12, 12 (at least 21 in 3 periods, baseline 14 a period; 2 of 3 periods measured)',
    );
    expect(check({ usual: 0, after: [] })?.line).toBe('requests per period none (none needed: 0 before the failure)');
  });

  it('is asked for by the runbook where the failure is a share of requests: of three there is no share', () => {
    const incident = { before: {}, attempts: [], alarms: [{ alarmName: 'errors', measure: { ...RATE } }] };
    const plan = { trafficMin: 10, goodPeriods: 3, conditions: [] };
    const of = (...after: readonly number[]) =>
      trafficCheck({ incident, service, usual: 12, plan }, points(...after))?.state;
    expect([of(6, 7, 6), of(12, 10, 11)]).toEqual(['unknown', 'good']);
  });
});
