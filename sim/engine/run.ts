/**
 * Plays one policy through one world: every fault raises its alarm, the policy is asked, the world answers, verification
 * looks, the policy is told.
 */
import type { Policy } from '../policies/policy.ts';
import { PARAMETERS } from '../world/parameters.ts';
import type { World } from '../world/world.ts';
import { begin } from './heal.ts';
import { faultCaseOf, recordOf, type FaultCase } from './fault-case.ts';
import type { RunRecord } from './record.ts';
import { catalogOf } from './registered.ts';
import type { Unlimited } from './restraints.ts';
import { runOf, type Run } from './state.ts';
import { returnsAt, showsAt } from './trouble.ts';

/** Steps one fault may need: three attempts, waits and relapses need some dozens, restarts through a night some hundreds. */
const STEPS_PER_FAULT_MAX = 2_000;

/** @param unlimited limits that are left out, to see what they cost */
export function play(world: World, name: string, policy: Policy, unlimited: Unlimited = {}): RunRecord {
  const { seed, fleet, faults } = world;
  const cases = faults.map((fault) => faultCaseOf(world, fault));
  const run = runOf(policy, catalogOf(fleet.services), {
    unlimited,
    over: ({ seen }) => backLater(run, cases[seen.index]),
  });
  for (const one of cases) run.agenda.add(one.trouble.fault.at, () => begin(run, one));
  run.agenda.run(STEPS_PER_FAULT_MAX * Math.max(1, cases.length));
  return { seed, policy: name, style: policy.style, unlimited, faults: cases.map(recordOf), told: run.told };
}

/** What was only hidden is back later, unless it ended while it was away. */
function backLater(run: Run, one: FaultCase | undefined): void {
  const back = one && returnsAt(one.trouble, run.agenda.now());
  if (one === undefined || back === undefined) return;
  run.agenda.add(back + PARAMETERS.alarmRaiseMinutes.value, () => {
    if (!showsAt(one.trouble, run.agenda.now())) return;
    one.relapses += 1;
    begin(run, one);
  });
}
