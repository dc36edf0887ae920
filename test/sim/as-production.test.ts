/**
 * The simulator's healer is the product: in whatever situation, with whatever past, it chooses what the product's whole
 * decision chooses, as far as the product has the remedies.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../core/decide/decide.ts';
import { known } from '../../core/decide/facts.ts';
import type { Attempt } from '../../core/incident/incident.ts';
import type { Plan } from '../../core/remedies/journal.ts';
import type { ActionKind } from '../../core/vocabulary.ts';
import { ACTION_KINDS } from '../../core/vocabulary.ts';
import { factsOf } from '../../sim/policies/facts.ts';
import { ALL_GUARDS, contextSeen } from '../../sim/policies/guards.ts';
import { ours } from '../../sim/policies/ours.ts';
import type { Result } from '../../sim/policies/policy.ts';
import type { Runbooks } from '../../sim/policies/runbooks.ts';
import { SYMPTOMS } from '../../sim/world/causes.ts';
import { REMEDY_ROWS } from '../../sim/world/remedies.ts';
import { aSimulatedService } from './support/hand-made.ts';

/** What the product's own plans say that a remedy costs by itself. */
const AS_PLANNED = {
  ...REMEDY_ROWS,
  flipToggle: { ...REMEDY_ROWS.flipToggle, disruptionMinutes: 1 },
  rollBack: { ...REMEDY_ROWS.rollBack, disruptionMinutes: 2 },
  scaleOut: { ...REMEDY_ROWS.scaleOut, disruptionMinutes: 0 },
};

const signs = fc.record({
  symptom: fc.constantFrom(...SYMPTOMS),
  changed: fc.boolean(),
  loadUp: fc.boolean(),
  // A replacement of few tasks costs less than one of all: compared where the product's plan says what the world says.
  fleetWide: fc.constant(true),
});
const past = fc.array(
  fc.record({
    remedy: fc.constantFrom(...ACTION_KINDS),
    status: fc.constantFrom('succeeded', 'failed', 'censored'),
    here: fc.boolean(),
    harmful: fc.boolean(),
    daysAgo: fc.integer({ min: 0, max: 120 }),
  }),
  { maxLength: 40 },
);
const NOW = 150 * 24 * 60;

describe('the simulated healer', () => {
  it('chooses what the product chooses', () => {
    const situations = fc.record({
      signs,
      past,
      // Every runbook of the simulation knows the way back; without it a release is no sign.
      order: fc.shuffledSubarray([...ACTION_KINDS], { minLength: 3 }).filter((order) => order.includes('rollBack')),
      tried: fc.subarray(['replaceTasks', 'rollBack', 'scaleOut'] as const, { maxLength: 2 }),
      tier: fc.constantFrom('critical', 'standard', 'batch'),
    });
    const chosen = new Set<string>();
    fc.assert(
      fc.property(situations, (given) => {
        const ofProduct = productChoice(given);
        chosen.add(ofProduct);
        expect(simulatedChoice(given)).toBe(ofProduct);
      }),
      { numRuns: 400 },
    );
    expect([...chosen].toSorted()).toEqual(['flipToggle', 'page', 'replaceTasks', 'rollBack', 'scaleOut']);
  });
});

interface Past {
  readonly remedy: ActionKind;
  readonly status: Result['status'];
  readonly here: boolean;
  readonly harmful: boolean;
  readonly daysAgo: number;
}

/** The simulated healer with its past. */
function healerOf({ past, order, signs, service }: Pick<Situated, 'past' | 'order' | 'signs' | 'service'>) {
  const runbooks = Object.fromEntries(SYMPTOMS.map((symptom) => [symptom, order])) as unknown as Runbooks;
  const parts = { pooling: true, decay: true, contexts: true, reversal: true };
  const policy = ours({ ...parts, runbooks, guards: ALL_GUARDS, remedies: AS_PLANNED });
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
  readonly signs: { symptom: (typeof SYMPTOMS)[number]; changed: boolean; loadUp: boolean; fleetWide: boolean };
  readonly past: readonly Past[];
  readonly order: readonly ActionKind[];
  readonly tried: readonly ActionKind[];
  readonly tier: 'critical' | 'standard' | 'batch';
  readonly service: ReturnType<typeof aSimulatedService>;
}

function simulatedChoice(given: Omit<Situated, 'service'>): string {
  const service = aSimulatedService(1, { tier: given.tier });
  const policy = healerOf({ ...given, service });
  const choice = policy.choose({ now: NOW, service, signs: given.signs, tried: given.tried, returns: 0, fault: 0 });
  return choice.kind === 'act' ? choice.remedy : 'page';
}

function productChoice({ signs, past, order, tried, tier }: Omit<Situated, 'service'>): string {
  const service = aSimulatedService(1, { tier });
  const { memory } = healerOf({ past, order, signs, service });
  const facts = factsOf(signs, service, order, NOW);
  const experience = order.flatMap((remedy) => {
    const read = memory.read({ signs, service, remedy }, NOW);
    return read === undefined ? [] : [{ ...read, remedy, context: contextSeen(signs) }];
  });
  const attempts = tried.map((remedy, index) => failedAttempt(remedy, index + 1, facts.now));
  const { decision } = decide({
    ...facts,
    incident: { ...facts.incident, attempts },
    experience: known(experience),
  });
  return decision.kind === 'act' ? (decision.chosen ?? 'page') : 'page';
}

const PLANS: Readonly<Record<ActionKind, Plan>> = {
  replaceTasks: {
    kind: 'replaceTasks',
    victims: ['arn:task/1'],
    sickKnown: true,
    desiredBefore: 4,
    keepRunning: 2,
    behindLoadBalancer: false,
    tasksBefore: [],
  },
  rollBack: { kind: 'rollBack', from: 'service:2', to: 'service:1' },
  flipToggle: {
    kind: 'flipToggle',
    toggle: 'feature',
    parameter: '/feature',
    previous: 'on',
    value: 'off',
    expiresAt: 0,
  },
  scaleOut: {
    kind: 'scaleOut',
    from: 4,
    to: 6,
    behindLoadBalancer: false,
    tasksBefore: [],
    usualRequests: 1_000,
    expiresAt: 0,
  },
};

function failedAttempt(remedy: ActionKind, number: number, now: number): Attempt {
  const journal = { plan: PLANS[remedy], moves: [] };
  return { number, remedy, startedAt: now - 60_000, endedAt: now, status: 'failed', journal };
}
