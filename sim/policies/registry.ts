/**
 * Every policy by name, in the order of the tables. A policy is made anew for every world.
 */
import type { RunRecord } from '../engine/record.ts';
import type { Unlimited } from '../engine/restraints.ts';
import { play } from '../engine/run.ts';
import type { World } from '../world/world.ts';
import { ladder, none, random, restart, runbook } from './baselines.ts';
import { bestFixed, greedy, oracle } from './bounds.ts';
import { ALL_GUARDS, NO_GUARDS } from './guards.ts';
import { ours, type Parts } from './ours.ts';
import type { Policy } from './policy.ts';
import { GOOD_RUNBOOKS, REVERSED_RUNBOOKS } from './runbooks.ts';
import { saidByShipped, shippedOrders } from './shipped.ts';

export interface PolicyEntry {
  /** What it is, for tables. */
  readonly title: string;
  readonly kind: 'baseline' | 'ours' | 'part' | 'bound';
  readonly make: (world: World) => Policy;
  /** Limits of the product that it is played without; absent for none. */
  readonly unlimited?: Unlimited;
}

const WHOLE: Parts = {
  runbooks: GOOD_RUNBOOKS,
  guards: ALL_GUARDS,
  pooling: true,
  decay: true,
  contexts: true,
  reversal: true,
};

/** So much trust in the fleet that a service's own results move nothing. */
const ONLY_THE_FLEET = 1e9;

const ENTRIES = {
  none: { title: 'a person alone', kind: 'baseline', make: none },
  restart: { title: 'restart for ever, page too', kind: 'baseline', make: restart },
  ladder: { title: 'fixed ladder, cheapest first', kind: 'baseline', make: ladder },
  random: { title: 'any order', kind: 'baseline', make: ({ chance }) => random(chance) },
  runbookUnguarded: {
    title: 'good runbook as a script, no guards',
    kind: 'baseline',
    make: () => runbook(GOOD_RUNBOOKS, NO_GUARDS),
  },
  runbook: { title: 'good runbook, our guards, no memory', kind: 'baseline', make: () => runbook(GOOD_RUNBOOKS) },
  runbookReversed: {
    title: 'reversed runbook, our guards, no memory',
    kind: 'baseline',
    make: () => runbook(REVERSED_RUNBOOKS),
  },
  runbookShipped: {
    title: 'shipped runbooks, our guards, no memory',
    kind: 'baseline',
    make: () => runbook(shippedOrders()),
  },
  ours: { title: 'Healer', kind: 'ours', make: () => ours(WHOLE) },
  oursOnReversed: {
    title: 'Healer on the reversed runbook',
    kind: 'ours',
    make: () => ours({ ...WHOLE, runbooks: REVERSED_RUNBOOKS }),
  },
  oursOnShipped: {
    title: 'Healer on the shipped runbooks',
    kind: 'ours',
    make: () => ours({ ...WHOLE, runbooks: shippedOrders(), said: saidByShipped }),
  },
  oursWithoutContext: part('remembers by failure type alone', { contexts: false }),
  oursWithoutPooling: part('each service for itself', { pooling: false }),
  oursWithoutOwnExperience: part("only the fleet's experience", { policy: { poolAttempts: ONLY_THE_FLEET } }),
  oursWithoutDecay: part('nothing fades', { decay: false }),
  oursWithMeanGate: part('remedies dropped by the mean', { policy: { gateDeviations: 0 } }),
  oursWithoutReversal: part('relapses keep their credit', { reversal: false }),
  oursWithoutOverloadGuard: part('load is no argument', { guards: { ...ALL_GUARDS, overload: false } }),
  oursWithoutAccountLimits: { ...part('no bucket, storm or breaker', {}), unlimited: { account: true } },
  oursWithoutServiceLimits: { ...part('any remedy, however often', {}), unlimited: { service: true } },
  bestFixed: { title: 'knows all averages, no service', kind: 'bound', make: bestFixed },
  greedy: { title: 'knows every probability', kind: 'bound', make: greedy },
  oracle: { title: 'knows the cause', kind: 'bound', make: oracle },
} satisfies Readonly<Record<string, PolicyEntry>>;
export type PolicyName = keyof typeof ENTRIES;
export const POLICIES: Readonly<Record<PolicyName, PolicyEntry>> = ENTRIES;
export const POLICY_NAMES = Object.keys(ENTRIES) as readonly PolicyName[];

/** Plays a policy of the registry in a world, with the limits it has. */
export function played(world: World, name: PolicyName): RunRecord {
  const { make, unlimited } = POLICIES[name];
  return play(world, name, make(world), unlimited);
}

/** The healer without one of its parts. */
function part(title: string, change: Partial<Parts>): PolicyEntry {
  return { title: `Healer, but ${title}`, kind: 'part', make: () => ours({ ...WHOLE, ...change }) };
}
