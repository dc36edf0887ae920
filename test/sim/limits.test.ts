/** What the product's limits do in the simulator: they hold back, they are told apart, and each kind can be left out. */
import { describe, expect, it } from 'vitest';
import type { FaultRecord, IncidentRecord } from '../../sim/engine/record.ts';
import { play } from '../../sim/engine/run.ts';
import type { Unlimited } from '../../sim/engine/restraints.ts';
import { limitCostsOf, withheldIn } from '../../sim/measure/limit-costs.ts';
import { violationsOf } from '../../sim/measure/invariants.ts';
import { simulateSeed } from '../../sim/measure/simulate-seed.ts';
import { firstOpen, fixed } from '../../sim/policies/policy.ts';
import { SYMPTOMS } from '../../sim/world/causes.ts';
import type { Remedy } from '../../sim/world/remedies.ts';
import { aFault, anIncident, aRecord, aRun, aSimulatedService, aWorld, unlucky } from './support/hand-made.ts';

interface Played {
  readonly services: number;
  /** Minutes between one failure and the next. */
  readonly apart?: number;
  readonly remedies?: readonly Remedy[];
  readonly helps?: boolean;
  /** Whether each fails in its own way, so that they have no cause in common. */
  readonly unlike?: boolean;
  readonly unlimited?: Unlimited;
}

/** Failures of as many services, each in a group of its own. */
function incidentsOf({
  services,
  apart = 0,
  remedies = ['flipToggle'],
  helps = true,
  unlike = false,
  unlimited,
}: Played) {
  const faults = Array.from({ length: services }, (_, index) =>
    aFault({
      index,
      at: 100 + index * apart,
      service: aSimulatedService(index, { group: index }),
      signs: { ...aFault().signs, symptom: unlike ? (SYMPTOMS[index] ?? 'high-cpu') : 'high-error-rate' },
    }),
  );
  const policy = fixed((situation) => firstOpen(remedies, situation));
  const run = play(aWorld(faults, unlucky(helps ? { cure: 0 } : {})), 'one', policy, unlimited);
  expect(violationsOf(run, services)).toEqual([]);
  return { run, faults: run.faults, incidents: run.faults.flatMap((fault: FaultRecord) => fault.incidents) };
}

const paged = (incidents: readonly IncidentRecord[]) => incidents.flatMap(({ withheld }) => withheld.paged ?? []);
const waited = (incidents: readonly IncidentRecord[]) =>
  new Set(incidents.flatMap(({ withheld }) => Object.keys(withheld.waited)));

describe('limits of the account', () => {
  it('let three attempts begin at once and one more every five minutes', () => {
    const { incidents } = incidentsOf({ services: 5, unlike: true });
    expect(waited(incidents)).toContain('account-rate');
  });

  it('ask a person when attempts at several services do not help: the breaker', () => {
    const many = { services: 6, apart: 21, helps: false };
    expect(paged(incidentsOf(many).incidents)).toContain('breaker-open');
    expect(paged(incidentsOf({ ...many, unlimited: { account: true } }).incidents)).not.toContain('breaker-open');
  });

  it('heal one of many services with one failure first, to see whether it helps', () => {
    const alike = { services: 3, remedies: ['scaleOut'] } as const;
    expect(waited(incidentsOf(alike).incidents)).toContain('common-cause');
    expect(waited(incidentsOf({ ...alike, unlimited: { account: true } }).incidents)).toEqual(new Set());
  });

  it('tell people of a storm once, and leave nothing to do to who waits in it', () => {
    const { faults, incidents } = incidentsOf({ services: 12, helps: false, remedies: ['rollBack'] });
    expect(incidents.filter(({ tellsOfStorm }) => tellsOfStorm)).toHaveLength(1);
    expect(waited(incidents)).toContain('storm-soft');
    expect(faults.reduce((sum, { pages }) => sum + pages, 0)).toBeLessThan(12);
    // People who know of it end it for all.
    expect(Math.max(...faults.map(({ downtimeMinutes }) => downtimeMinutes))).toBeLessThan(60);
  });

  it('let no two rollbacks be under way at the same time', () => {
    const { incidents } = incidentsOf({ services: 2, remedies: ['rollBack'] });
    expect(waited(incidents)).toContain('account-busy');
  });
});

describe('limits of a service', () => {
  const service = aSimulatedService();
  const again = (unlimited: Unlimited) => {
    const faults = [0, 1, 2].map((index) => aFault({ index, at: 100 + index * 200, service }));
    const policy = fixed((situation) => firstOpen(['flipToggle', 'replaceTasks'], situation));
    const run = play(aWorld(faults, unlucky({ cure: 0 })), 'one', policy, unlimited);
    return run.faults.flatMap(({ incidents }) => incidents);
  };

  it('let a feature be switched off twice a day, and then another remedy be tried', () => {
    const incidents = again({});
    expect(incidents.map(({ attempts }) => attempts[0]?.remedy)).toEqual(['flipToggle', 'flipToggle', 'replaceTasks']);
    expect(incidents[2]?.withheld.instead).toEqual(['remedy-repeated']);
  });

  it('can be left out', () => {
    const incidents = again({ service: true });
    expect(incidents.map(({ attempts }) => attempts[0]?.remedy)).toEqual(['flipToggle', 'flipToggle', 'flipToggle']);
  });
});

describe('what limits cost', () => {
  it('is counted by reason, and not for reasons that are no limit', () => {
    const withheld = { waited: { 'group-busy': 7, overloaded: 3 }, instead: ['remedy-repeated'] } as const;
    const incidents = [
      anIncident({ withheld }),
      anIncident({ withheld: { waited: {}, instead: [], paged: 'flapping' } }),
    ];
    expect(withheldIn(aRun([aRecord({ incidents })]))).toEqual({
      'group-busy': { waited: 1, minutes: 7, instead: 0, paged: 0 },
      'remedy-repeated': { waited: 0, minutes: 0, instead: 1, paged: 0 },
      flapping: { waited: 0, minutes: 0, instead: 0, paged: 1 },
    });
  });

  it('is what the healer costs above the healer without them, world by world', () => {
    const policies = ['ours', 'oursWithoutAccountLimits'] as const;
    const seeds = [1, 2].map((seed) => simulateSeed({ seed, incidents: 60, policies }));
    const { added } = limitCostsOf(seeds);
    const differences = seeds.map(({ policies: { ours, oursWithoutAccountLimits: without } }) => {
      return (ours?.measures.downtimeMinutes ?? NaN) - (without?.measures.downtimeMinutes ?? NaN);
    });
    expect(added.map(({ policy }) => policy)).toEqual(['oursWithoutAccountLimits']);
    expect(added[0]?.downtimeMinutes.mean).toBeCloseTo((differences[0] ?? NaN) / 2 + (differences[1] ?? NaN) / 2, 9);
  });
});
