/**
 * Plays one policy through one world: every fault raises its alarm, the policy is asked, the world answers, verification
 * looks, the policy is told. A policy that is a setting of the healer is played by the product's workflow and inside its
 * limits; one that knows no bounds, by itself.
 */
import type { Policy } from '../policies/policy.ts';
import type { World } from '../world/world.ts';
import { agendaOf } from './agenda.ts';
import { caseOf, recordOf } from './case.ts';
import { open } from './heal.ts';
import type { RunRecord } from './record.ts';
import { catalogOf } from './registered.ts';
import { restraintsOf } from './restraints.ts';
import type { Unlimited } from './restraints.ts';
import type { Run } from './state.ts';
import { restarted } from './unbounded.ts';

/** Steps one fault may need: three attempts, waits and relapses need some dozens, restarts through a night some hundreds. */
const STEPS_PER_FAULT_MAX = 2_000;

/** @param unlimited limits that are left out, to see what they cost */
export function play(world: World, name: string, policy: Policy, unlimited: Unlimited = {}): RunRecord {
  const { seed, fleet, faults } = world;
  const agenda = agendaOf();
  const catalog = catalogOf(fleet.services);
  const restraints = restraintsOf(catalog, unlimited);
  const run: Run = { world, policy, agenda, catalog, restraints, told: [], results: new Map(), stormToldAt: 0 };
  const cases = faults.map(caseOf);
  const begin = policy.style === 'bounded' ? open : restarted;
  for (const one of cases) agenda.add(one.trouble.fault.at, () => begin(run, one));
  agenda.run(STEPS_PER_FAULT_MAX * Math.max(1, cases.length));
  return { seed, policy: name, style: policy.style, unlimited, faults: cases.map(recordOf), told: run.told };
}
