/**
 * Not the product's here: the stage that decides, because it reads AWS, and this reads the truth. It asks the same limits
 * in the same order, and tells `step` what that stage would tell it, with the choice of the policy that is played.
 */
import { known } from '../../core/world/known.ts';
import { hold, type Hold } from '../../core/holds/hold.ts';
import type { Decision } from '../../core/incident/incident.ts';
import { PLAIN } from '../../core/memory/context.ts';
import type { StepInput } from '../../core/transitions/inputs.ts';
import { stormSeen } from '../../core/workflow/storm-seen.ts';
import { incidentOf } from './case.ts';
import { chosen } from './choice.ts';
import { clockTime } from './clock-time.ts';
import { planOf } from './product.ts';
import type { Heal } from './state.ts';

type Decided = Extract<StepInput, { kind: 'decided' }>;

export function decided(heal: Heal): Decided {
  const { run, one, service, runbook, incident } = heal;
  const minutes = run.agenda.now();
  const now = clockTime(minutes);
  waitedUntilNow(heal);
  const fleet = run.restraints.fleet(incident, service, now);
  const storm = stormSeen(known(fleet), incident, run.catalog);
  // People who know of a storm work on all that fails in it.
  const toldAt = storm.storm && run.stormsTold.get(storm.storm.since);
  if (toldAt !== undefined) one.truth.personAsked(toldAt, minutes);
  const seen = { kind: 'decided' as const, alarms: incident.alarms, before: {}, signalsSeen: 1, ...storm };
  if (!one.truth.isRed(minutes)) {
    return { ...seen, decision: decisionOf(now, 'recovered', [hold('alarm-cleared', 'the alarm is OK again')]) };
  }
  const { service: virtual, signs, index: fault } = one.seen;
  const returns = incident.relapse?.returns ?? 0;
  const situation = { now: minutes, service: virtual, signs, tried: incidentOf(one).tried, returns, fault };
  const choice = chosen(run.policy, situation, { incident, now, runbook, service, fleet });
  if (choice.kind !== 'act') return withheld(heal, { ...seen, decision: decisionOf(now, choice.kind, choice.holds) });
  const { stormLevelMax, insteadOf } = choice;
  const plan = planOf(choice.remedy, service);
  const answer = run.restraints.reserve({ incident, service, runbook, remedy: plan.kind, stormLevelMax, now });
  const decision = { ...decisionOf(now, 'act', []), chosen: plan.kind };
  if (answer.kind === 'denied') return withheld(heal, { ...seen, decision, denied: answer.hold });
  if (insteadOf !== undefined) incidentOf(one).instead.push(insteadOf.reason);
  incidentOf(one).tried.push(choice.remedy);
  heal.using = one.truth.begin(choice.remedy, minutes);
  return { ...seen, decision, act: { plan, reservation: { group: service.group, ...answer } } };
}

/** What waits gives its group back, as the stage does. */
function withheld({ run, one, incident, service }: Heal, input: Decided): Decided {
  const why = input.denied ?? input.decision.holds[0];
  run.restraints.release(incident, service);
  if (why !== undefined) incidentOf(one).waits = { reason: why.reason, since: run.agenda.now() };
  return input;
}

function waitedUntilNow({ run, one }: Heal): void {
  const incident = incidentOf(one);
  const { waits, waited } = incident;
  if (waits === undefined) return;
  waited.set(waits.reason, (waited.get(waits.reason) ?? 0) + run.agenda.now() - waits.since);
  incident.waits = undefined;
}

function decisionOf(at: number, kind: Decision['kind'], holds: readonly Hold[]): Decision {
  return { at, mode: 'auto', context: PLAIN, kind, chosen: 'page', candidates: [], holds, evidence: [], why: [] };
}
