/**
 * How good it could be. The greedy bound knows every probability of the world and each service's mix of causes, but sees
 * only what a healer sees; the oracle sees the cause itself. Neither can be built.
 */
import { DECISION_POLICY } from '../../core/decide/policy.ts';
import { CAUSE_ROWS, CAUSES, type Cause } from '../world/causes.ts';
import type { Signs } from '../world/faults.ts';
import { FLEET_MIX, changeSeen, shownBy, type Mix } from '../world/mix.ts';
import { PARAMETERS } from '../world/parameters.ts';
import { REMEDIES, REMEDY_ROWS, type Remedy } from '../world/remedies.ts';
import type { World } from '../world/world.ts';
import { fixed, open, type Choice, type Policy, type Situation } from './policy.ts';
import { watchedMinutes } from './shipped.ts';

/** Mean of the lognormal time of a person. */
const HUMAN_MINUTES = PARAMETERS.humanMedianMinutes.value * Math.exp(PARAMETERS.humanSigma.value ** 2 / 2);

/** Bayes over the causes of this very service, then the best cure per minute; one step ahead only. */
export function greedy({ fleet }: World): Policy {
  return fixed((situation) => best(posterior(fleet.mixAt(situation.service, situation.now), situation), situation));
}

/** The same, knowing no service but the averages of the fleet. */
export function bestFixed(): Policy {
  return fixed((situation) => best(posterior(FLEET_MIX, situation), situation));
}

/** Knows the cause, though not the dice. */
export function oracle({ faults }: World): Policy {
  return fixed((situation) => {
    const cause = faults[situation.fault]?.cause;
    if (cause === undefined) throw new Error(`there is no fault ${situation.fault}`);
    return best([[cause, 1]], situation);
  });
}

type Believed = readonly (readonly [Cause, number])[];

function posterior(mix: Mix, { signs, tried }: Situation): Believed {
  const weights = CAUSES.map((cause) => {
    const failed = tried.reduce((product, remedy) => product * (1 - cureChance(cause, remedy)), 1);
    return [cause, mix[cause] * likelihood(cause, signs) * failed] as const;
  });
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  return sum === 0 ? [] : weights.map(([cause, weight]) => [cause, weight / sum] as const);
}

function likelihood(cause: Cause, { symptom, changed, loadUp, fleetWide }: Signs): number {
  const row = CAUSE_ROWS[cause];
  const either = (chance: number, seen: boolean): number => (seen ? chance : 1 - chance);
  return (
    (shownBy(cause)[symptom] ?? 0) *
    either(changeSeen(cause), changed) *
    either(row.loadUp, loadUp) *
    either(row.fleetWide, fleetWide)
  );
}

function cureChance(cause: Cause, remedy: Remedy): number {
  return CAUSE_ROWS[cause].cures?.[remedy] ?? 0;
}

/** Largest chance per minute of cost, if that is better than a page (p/c ≥ 1/T_page). */
function best(causes: Believed, situation: Situation): Choice {
  const { badMinutes } = watchedMinutes(situation.signs.symptom);
  const weight = DECISION_POLICY.disruptionWeight[situation.service.tier];
  const rated = open(REMEDIES, situation).map((remedy) => {
    const cures = causes.reduce((sum, [cause, believed]) => sum + believed * cureChance(cause, remedy), 0);
    const worsens = causes.reduce((sum, [cause, believed]) => sum + believed * harmChance(cause, remedy), 0);
    const { minutes, disruptionMinutes } = REMEDY_ROWS[remedy];
    const harm = worsens * PARAMETERS.harmMinutes.value;
    const cost = minutes + (1 - cures) * badMinutes + weight * disruptionMinutes + harm;
    return { remedy, score: cures / cost };
  });
  const [first] = rated.toSorted((a, b) => b.score - a.score);
  if (first === undefined || first.score < 1 / HUMAN_MINUTES) return { kind: 'page' };
  return { kind: 'act', remedy: first.remedy };
}

function harmChance(cause: Cause, remedy: Remedy): number {
  return (1 - cureChance(cause, remedy)) * (CAUSE_ROWS[cause].worsens[remedy] ?? 0);
}
