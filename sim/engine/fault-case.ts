/** A fault of the world as a case: its truth while the run goes on, and its record when the run is over. */
import { DECISION_POLICY } from '../../core/decide/policy.ts';
import type { Fault } from '../world/faults.ts';
import { watchedMinutes } from '../policies/shipped.ts';
import { PARAMETERS } from '../world/parameters.ts';
import { REMEDY_ROWS, type Remedy } from '../world/remedies.ts';
import { responseOf } from '../world/responses.ts';
import type { World } from '../world/world.ts';
import { caseOf, type Case } from './case.ts';
import type { FaultRecord } from './record.ts';
import { downtimeMinutes, end, isRedAt, showsAt, troubleOf, type Trouble } from './trouble.ts';
import type { Effect, Treatment, Truth } from './truth.ts';

export interface FaultCase extends Case {
  readonly trouble: Trouble;
  relapses: number;
  /** Minutes that acting cost, as the healer weighs them. */
  readonly disruption: () => number;
}

export function faultCaseOf(world: World, fault: Fault): FaultCase {
  const trouble = troubleOf(fault);
  const uses = new Map<Remedy, number>();
  const { goodMinutes } = watchedMinutes(fault.signs.symptom);
  let disruption = 0;
  const truth: Truth = {
    isRed: (at) => isRedAt(trouble, at),
    looksCured: (at) => !showsAt(trouble, at - goodMinutes) && !showsAt(trouble, at),
    passesBy: (at) => fault.at + fault.passesAfter <= at,
    begin: (remedy, startedAt) => {
      const use = uses.get(remedy) ?? 0;
      uses.set(remedy, use + 1);
      const response = responseOf(world, fault, remedy, use);
      return { remedy, startedAt, doneAt: startedAt + response.minutes, response };
    },
    apply: (treatment) => {
      const effect = applied(trouble, treatment);
      disruption += disruptionOf(fault, treatment) + (effect.harmful ? PARAMETERS.harmMinutes.value : 0);
      return effect;
    },
    personAsked: (askedAt, at) => end(trouble, Math.max(at, askedAt + fault.humanMinutes)),
  };
  return { ...caseOf(fault, truth), trouble, relapses: 0, disruption: () => disruption };
}

function applied(trouble: Trouble, { response, doneAt }: Treatment): Effect {
  const { effect, reliefMinutes } = response;
  const ongoing = doneAt < trouble.endsAt;
  if (ongoing && effect === 'cured') end(trouble, doneAt);
  if (ongoing && effect === 'relieved') trouble.hidden.push({ from: doneAt, to: doneAt + reliefMinutes });
  return { harmful: ongoing && effect === 'worse', cured: ongoing && effect === 'cured', doneAt };
}

/** What using the remedy costs by itself, weighed as the healer weighs it. */
function disruptionOf({ service }: Fault, { remedy, response }: Treatment): number {
  if (response.effect === 'notExecuted') return 0;
  return DECISION_POLICY.disruptionWeight[service.tier] * REMEDY_ROWS[remedy].disruptionMinutes;
}

export function recordOf(one: FaultCase): FaultRecord {
  const { trouble, closed: incidents, pages, relapses } = one;
  const minutes = { downtimeMinutes: downtimeMinutes(trouble), disruptionMinutes: one.disruption() };
  return { fault: trouble.fault, incidents, ...minutes, pages, relapses };
}
