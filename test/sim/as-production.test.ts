/**
 * The simulator's healer is the product: in whatever situation, with whatever past, it chooses what the product's whole
 * decision chooses, as far as the product has the remedies.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../core/decide/decide.ts';
import { choicesOf } from '../../core/decide/candidates.ts';
import { known } from '../../core/world/known.ts';
import type { Facts } from '../../core/facts/facts.ts';
import { mayChange, RELEASES_NOT_READ } from '../../core/decide/not-read.ts';
import type { Attempt } from '../../core/incident/incident.ts';
import { PLAYED_KINDS, type PlayedKind } from '../../sim/world/remedies.ts';
import { TRAITS } from '../../core/remedies/registry.ts';
import { factsOf } from '../../sim/policies/facts.ts';
import { ALL_GUARDS, contextSeen } from '../../sim/policies/guards.ts';
import { ours, type Parts } from '../../sim/policies/ours.ts';
import { plannedDisruptionMinutes } from '../../sim/policies/planned.ts';
import type { Result } from '../../sim/policies/policy.ts';
import { saidByShipped, shippedOrders, shippedRunbooks } from '../../sim/policies/shipped.ts';
import { SYMPTOMS, type Symptom } from '../../sim/world/causes.ts';
import type { Signs } from '../../sim/world/faults.ts';
import { aSimulatedService } from './support/hand-made.ts';

const signs = fc.record({
  symptom: fc.constantFrom(...SYMPTOMS),
  changed: fc.boolean(),
  loadUp: fc.boolean(),
  fleetWide: fc.boolean(),
});
const past = fc.array(
  fc.record({
    remedy: fc.constantFrom(...PLAYED_KINDS),
    status: fc.constantFrom('succeeded', 'failed', 'censored'),
    here: fc.boolean(),
    harmful: fc.boolean(),
    daysAgo: fc.integer({ min: 0, max: 120 }),
  }),
  { maxLength: 40 },
);
const NOW = 150 * 24 * 60;

const situation = {
  signs,
  past,
  tried: fc.subarray(['replaceTasks', 'rollBack', 'scaleOut'] as const, { maxLength: 2 }),
  tier: fc.constantFrom('critical', 'standard', 'batch'),
};
const ALL_CHOICES = ['flipToggle', 'page', 'replaceTasks', 'rollBack', 'scaleOut'];

describe('the simulated healer', () => {
  it('weighs and chooses as the product does, whatever the runbook', () => {
    const order = fc.shuffledSubarray([...PLAYED_KINDS], { minLength: 1 });
    expect(chosenAlike(fc.record({ ...situation, order }))).toEqual(ALL_CHOICES);
  });

  it('weighs and chooses as the product does on the runbooks that ship', () => {
    expect(chosenAlike(fc.record({ ...situation, order: fc.constant('shipped' as const) }))).toEqual(ALL_CHOICES);
  });

  it.each([
    { remedy: 'replaceTasks', fleetWide: true, minutes: 0.5 },
    { remedy: 'replaceTasks', fleetWide: false, minutes: 0.125 },
    { remedy: 'flipToggle', fleetWide: true, minutes: 1 },
    { remedy: 'rollBack', fleetWide: true, minutes: 2 },
    { remedy: 'scaleOut', fleetWide: true, minutes: 0 },
    { remedy: 'rollingRestart', fleetWide: true, minutes: 2 },
  ] as const)('reckons with the cost that the product plans: $remedy, all tasks sick $fleetWide', (row) => {
    const service = aSimulatedService(1, { tasks: 4 });
    const seen = { symptom: 'high-latency', changed: true, loadUp: true, fleetWide: row.fleetWide } as const;
    expect(plannedDisruptionMinutes(row.remedy, seen, service)).toBe(row.minutes);
  });

  it('reckons with nothing for what is not possible', () => {
    const seen = { symptom: 'high-latency', changed: false, loadUp: false, fleetWide: true } as const;
    expect(plannedDisruptionMinutes('rollBack', seen, aSimulatedService(1))).toBe(0);
  });
});

/** What the product chose in the situations; the simulated healer the same in each. */
function chosenAlike(situations: fc.Arbitrary<Omit<Situated, 'service'>>): readonly string[] {
  const chosen = new Set<string>();
  fc.assert(
    fc.property(situations, (given) => {
      const ofProduct = productChoice(given);
      const simulated = simulatedChoice(given);
      chosen.add(ofProduct.choice);
      expect(simulated.choice).toBe(ofProduct.choice);
      for (const { remedy, mean, costMinutes } of simulated.weighed) {
        const same = ofProduct.candidates.find((one) => one.remedy === remedy);
        expect([remedy, same?.mean, same?.costMinutes]).toEqual([remedy, mean, costMinutes]);
      }
    }),
    { numRuns: 400 },
  );
  return [...chosen].toSorted();
}

/** As production would gather them. */
function productFacts(signs: Signs, service: Situated['service'], order: Situated['order']): Facts {
  const facts = factsOf(signs, service, order === 'shipped' ? [] : order, NOW);
  const runbook = order === 'shipped' ? shippedRunbooks()[signs.symptom] : facts.runbook;
  return { ...facts, runbook, ...(mayChange(runbook, 'release') ? {} : { releases: RELEASES_NOT_READ }) };
}

interface Past {
  readonly remedy: PlayedKind;
  readonly status: Result['status'];
  readonly here: boolean;
  readonly harmful: boolean;
  readonly daysAgo: number;
}

const PARTS = { pooling: true, decay: true, contexts: true, reversal: true, guards: ALL_GUARDS };

function partsOf(order: Situated['order']): Parts {
  if (order === 'shipped') return { ...PARTS, runbooks: shippedOrders(), said: saidByShipped };
  const orders = Object.fromEntries(SYMPTOMS.map((symptom) => [symptom, order]));
  return { ...PARTS, runbooks: orders as Record<Symptom, typeof order> };
}

/** The simulated healer with its past. */
function healerOf({ past, order, signs, service }: Pick<Situated, 'past' | 'order' | 'signs' | 'service'>) {
  const policy = ours(partsOf(order));
  for (const [index, { here, daysAgo, remedy, status, harmful }] of past.entries()) {
    policy.settled({
      attempt: `${index}/1`,
      service: here ? service : aSimulatedService(99),
      signs,
      remedy,
      status,
      harmful: harmful && status === 'failed',
      minutes: 5,
      at: NOW - daysAgo * 24 * 60,
    });
  }
  return policy;
}

interface Situated {
  readonly signs: Signs;
  readonly past: readonly Past[];
  readonly order: readonly PlayedKind[] | 'shipped';
  readonly tried: readonly PlayedKind[];
  readonly tier: 'critical' | 'standard' | 'batch';
  readonly service: ReturnType<typeof aSimulatedService>;
}

function simulatedChoice(given: Omit<Situated, 'service'>) {
  const service = aSimulatedService(1, { tier: given.tier });
  const policy = healerOf({ ...given, service });
  const situation = { now: NOW, service, signs: given.signs, tried: given.tried, held: [], returns: 0, fault: 0 };
  const choice = policy.choose(situation);
  return { choice: choice.kind === 'act' ? choice.remedy : 'page', weighed: policy.weighed(situation) };
}

function productChoice({ signs, past, order, tried, tier }: Omit<Situated, 'service'>) {
  const service = aSimulatedService(1, { tier });
  const { memory } = healerOf({ past, order, signs, service });
  const facts = productFacts(signs, service, order);
  const { context } = choicesOf(facts);
  // Under the signs of this context, which are those that a runbook without a way back sees.
  const seen = { ...signs, changed: signs.changed && mayChange(facts.runbook, 'release') };
  expect(contextSeen(seen)).toBe(context);
  const experience = PLAYED_KINDS.flatMap((remedy) => {
    const read = memory.read({ signs: seen, service, remedy }, NOW);
    return read === undefined ? [] : [{ ...read, remedy, context }];
  });
  const attempts = tried.map((remedy, index) => failedAttempt(remedy, index + 1, facts.now));
  const { decision } = decide({
    ...facts,
    incident: { ...facts.incident, attempts },
    experience: known(experience),
  });
  const choice = decision.kind === 'act' ? (decision.chosen ?? 'page') : 'page';
  return { choice, candidates: decision.candidates };
}

function failedAttempt(remedy: PlayedKind, number: number, now: number): Attempt {
  const journal = { plan: TRAITS[remedy].example, moves: [] };
  return { number, remedy, startedAt: now - 60_000, endedAt: now, status: 'failed', journal };
}
