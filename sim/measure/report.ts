/**
 * All seeds together: every measure with its interval, every comparison paired by seed. The object that `--json` prints,
 * and that tables, plot and documentation are made of.
 */
import { POLICIES, POLICY_NAMES, type PolicyName } from '../policies/registry.ts';
import { stormsOf, stormViolationsOf, sweepOf, type StormRow } from '../storm/storms.ts';
import { excludesZero, intervalOf, type Interval } from './interval.ts';
import { limitCostsOf, type LimitCosts } from './limit-costs.ts';
import { mendedRows, type MendedRow } from './mended.ts';
import { CURVE_MARKS, MEASURES, type Measure } from './measures.ts';
import type { PolicyReport, SeedReport } from './seed-report.ts';

export type PolicySummary = Readonly<Record<Exclude<Measure, 'cost'>, number>> & {
  readonly cost: Interval;
  /** All measures with their intervals. */
  readonly intervals: Readonly<Record<Measure, Interval>>;
  /** Mean cost of the first n incidents, by n. */
  readonly curve: Readonly<Record<number, Interval>>;
  /** Cost above the greedy bound's in the same worlds; absent when that was not run. */
  readonly regret?: Interval;
  /** By seed: changes when anything in the run does. */
  readonly digests: Readonly<Record<number, string>>;
};

export interface Difference {
  readonly policy: PolicyName;
  readonly against: PolicyName;
  /** Cost of the one above that of the other, negative when it is better: minutes per incident, and percent. */
  readonly minutes: Interval;
  readonly percent: Interval;
  readonly excludesZero: boolean;
  /** Incidents for which a person is paged, above those of the other, in percent points. */
  readonly paged: Interval;
  readonly pagedExcludesZero: boolean;
  /** Heals after which the failure came back, above those of the other, in percent points. */
  readonly relapsed: Interval;
  readonly relapsedExcludesZero: boolean;
  /** The same over the first n incidents, by n, in percent. */
  readonly first: Readonly<Record<number, Interval>>;
}

export interface Report {
  readonly seeds: number;
  readonly incidents: number;
  readonly policies: Readonly<Partial<Record<PolicyName, PolicySummary>>>;
  readonly differences: readonly Difference[];
  /** What forgetting is worth where a remedy begins to work at half time; empty when that was not played. */
  readonly mended: readonly MendedRow[];
  readonly limits: LimitCosts;
  readonly storms: readonly StormRow[];
  /** Storms by the utilisation of the dependency: those of the plot. */
  readonly metastable: readonly StormRow[];
  readonly violations: readonly string[];
}

/** What the plot of storms shows: no healer, the worst policy, the limiter's parts, and the product. */
export const METASTABLE: readonly string[] = ['restart', 'oneAtATime', 'none', 'limiter', 'ours'];

/** What is compared with what. Parts are compared with the whole. */
const PAIRS: readonly (readonly [PolicyName, PolicyName])[] = [
  ['ours', 'none'],
  ['ours', 'restart'],
  ['ours', 'ladder'],
  ['ours', 'random'],
  ['ours', 'runbookUnguarded'],
  ['ours', 'runbook'],
  ['oursOnReversed', 'runbookReversed'],
  ['oursOnReversed', 'runbook'],
  ['oursOnShipped', 'runbookShipped'],
  ['ours', 'bestFixed'],
  ['ours', 'greedy'],
  ['ours', 'oracle'],
  ...POLICY_NAMES.filter((name) => POLICIES[name].kind === 'part').map((name) => [name, 'ours'] as const),
];

/** @throws Error without seeds */
export function reportOf(seeds: readonly SeedReport[], incidents: number): Report {
  const ordered = seeds.toSorted((a, b) => a.seed - b.seed);
  const names = POLICY_NAMES.filter((name) => ordered.every(({ policies }) => policies[name] !== undefined));
  const storms = stormsOf(names);
  const metastable = sweepOf(names, METASTABLE);
  return {
    seeds: ordered.length,
    incidents,
    policies: Object.fromEntries(names.map((name) => [name, summaryOf(ordered, name, names.includes('greedy'))])),
    differences: PAIRS.filter((pair) => pair.every((name) => names.includes(name))).map(([policy, against]) =>
      differenceOf(ordered, policy, against),
    ),
    mended: mendedRows(ordered),
    limits: limitCostsOf(ordered),
    storms,
    metastable,
    violations: [...ordered.flatMap(({ violations }) => violations), ...stormViolationsOf([...storms, ...metastable])],
  };
}

function summaryOf(seeds: readonly SeedReport[], name: PolicyName, hasGreedy: boolean): PolicySummary {
  const intervals = recordOf(MEASURES, (measure) => intervalOf(seeds.map((seed) => of(seed, name).measures[measure])));
  return {
    ...recordOf(MEASURES, (measure) => intervals[measure].mean),
    cost: intervals.cost,
    intervals,
    curve: recordOf(marksOf(seeds), (mark) => intervalOf(seeds.map((seed) => of(seed, name).curve[mark] ?? NaN))),
    ...(hasGreedy && { regret: differenceOf(seeds, name, 'greedy').minutes }),
    digests: Object.fromEntries(seeds.map((seed) => [seed.seed, of(seed, name).digest])),
  };
}

function differenceOf(seeds: readonly SeedReport[], policy: PolicyName, against: PolicyName): Difference {
  const paired = (cost: (report: PolicyReport) => number, compare: (a: number, b: number) => number): Interval =>
    intervalOf(seeds.map((seed) => compare(cost(of(seed, policy)), cost(of(seed, against)))));
  const minutes = paired(
    ({ measures }) => measures.cost,
    (a, b) => a - b,
  );
  const points = (measure: 'escalationRate' | 'relapseRate'): Interval =>
    paired(
      ({ measures }) => 100 * measures[measure],
      (a, b) => a - b,
    );
  const [paged, relapsed] = [points('escalationRate'), points('relapseRate')];
  return {
    policy,
    against,
    minutes,
    percent: paired(({ measures }) => measures.cost, inPercent),
    excludesZero: excludesZero(minutes),
    paged,
    pagedExcludesZero: excludesZero(paged),
    relapsed,
    relapsedExcludesZero: excludesZero(relapsed),
    first: recordOf(marksOf(seeds), (mark) => paired(({ curve }) => curve[mark] ?? NaN, inPercent)),
  };
}

function inPercent(a: number, b: number): number {
  return (100 * (a - b)) / b;
}

/** The marks that every run reached. */
function marksOf(seeds: readonly SeedReport[]): readonly number[] {
  const [report] = Object.values(seeds[0]?.policies ?? {});
  return CURVE_MARKS.filter((mark) => report?.curve[mark] !== undefined);
}

function of({ policies, seed }: SeedReport, name: PolicyName): PolicyReport {
  const report = policies[name];
  if (report === undefined) throw new Error(`${name} was not played in seed ${seed}`);
  return report;
}

function recordOf<Key extends string | number, Value>(
  keys: readonly Key[],
  value: (key: Key) => Value,
): Readonly<Record<Key, Value>> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Readonly<Record<Key, Value>>;
}
