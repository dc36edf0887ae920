/**
 * What the product's limits cost: what they held back of the healer's work, reason by reason, and what its incidents last
 * longer than without them. Limits pay in nights that this world has few of, so only their price is measured here.
 */
import type { WithheldCounts, WithheldBy, SeedReport } from './seed-report.ts';
import { HOLD_REASONS, HOLD_RULES, type HoldReason } from '../../core/holds/reasons.ts';
import type { RunRecord } from '../engine/record.ts';
import type { PolicyName } from '../policies/registry.ts';
import { intervalOf, type Interval } from './interval.ts';

const LIMITS = HOLD_REASONS.filter((reason) => ['limits', 'storm'].includes(HOLD_RULES[reason].category));

/** By reason; those that held nothing back are left out. */
export function withheldIn({ faults }: RunRecord): WithheldBy {
  const all = faults.flatMap(({ incidents }) => incidents).map(({ withheld }) => withheld);
  const rows = LIMITS.map((reason) => {
    const waits = all.flatMap(({ waited }) => waited[reason] ?? []);
    const instead = all.flatMap((one) => one.instead).filter((one) => one === reason).length;
    const paged = all.filter((one) => one.paged === reason).length;
    return [reason, { waited: waits.length, minutes: sum(waits), instead, paged }] as const;
  });
  return Object.fromEntries(rows.filter(([, { waited, instead, paged }]) => waited + instead + paged > 0));
}

export interface LimitCosts {
  /** Per seed, by reason; every reason that held anything back in any of them. */
  readonly withheld: readonly (WithheldCounts & { readonly reason: HoldReason })[];
  /** What is added by limits: the healer's figures above those of the healer without them. */
  readonly added: readonly {
    readonly policy: PolicyName;
    readonly downtimeMinutes: Interval;
    readonly cost: Interval;
    /** Percent points. */
    readonly paged: Interval;
  }[];
}

const WHOLE = 'ours';
const WITHOUT = ['oursWithoutAccountLimits', 'oursWithoutServiceLimits'] as const satisfies readonly PolicyName[];

export function limitCostsOf(seeds: readonly SeedReport[]): LimitCosts {
  const of = (reason: HoldReason, column: keyof WithheldCounts): number =>
    sum(seeds.map(({ withheld }) => withheld?.[reason]?.[column] ?? 0)) / seeds.length;
  const reasons = LIMITS.filter((reason) => seeds.some(({ withheld }) => withheld?.[reason] !== undefined));
  return {
    withheld: reasons.map((reason) => ({
      reason,
      waited: of(reason, 'waited'),
      minutes: of(reason, 'minutes'),
      instead: of(reason, 'instead'),
      paged: of(reason, 'paged'),
    })),
    added: WITHOUT.flatMap((policy) => {
      const pairs = seeds.flatMap(({ policies: { [WHOLE]: whole, [policy]: without } }) =>
        whole === undefined || without === undefined ? [] : [[whole.measures, without.measures] as const],
      );
      if (pairs.length < seeds.length) return [];
      const added = (measure: 'downtimeMinutes' | 'cost' | 'escalationRate', unit = 1): Interval =>
        intervalOf(pairs.map(([whole, without]) => unit * (whole[measure] - without[measure])));
      const [downtimeMinutes, cost, paged] = [added('downtimeMinutes'), added('cost'), added('escalationRate', 100)];
      return [{ policy, downtimeMinutes, cost, paged }];
    }),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
