/**
 * What a remedy is thought to cost before it is tried: what the product's own plans say, asked about the virtual service.
 * The world's true costs are others, and no healer knows them; only the two bounds may.
 */
import { REMEDIES } from '../../core/remedies/registry.ts';
import type { Signs } from '../world/faults.ts';
import type { Service } from '../world/fleet.ts';
import { PLAYED_KINDS, REMEDY_ROWS, type Remedy } from '../world/remedies.ts';
import { factsOf } from './facts.ts';

/** Signs, sizes and remedies make some hundreds of combinations, and there are millions of questions. */
const answers = new Map<string, number>();

/** Minutes of full service, or of features; 0 for what is not possible, and the world's figure for what is no remedy of the product. */
export function plannedDisruptionMinutes(remedy: Remedy, signs: Signs, service: Service): number {
  const { symptom, changed, loadUp, fleetWide } = signs;
  const key = `${remedy} ${symptom} ${changed} ${loadUp} ${fleetWide} ${service.tasks}`;
  const minutes = answers.get(key) ?? askedOf(remedy, signs, service);
  answers.set(key, minutes);
  return minutes;
}

function askedOf(remedy: Remedy, signs: Signs, service: Service): number {
  const kind = PLAYED_KINDS.find((one) => one === remedy);
  if (kind === undefined) return REMEDY_ROWS[remedy].disruptionMinutes;
  const facts = factsOf(signs, service, [kind], 0);
  const [step] = facts.runbook.remedies;
  if (step === undefined) throw new Error('the runbook has no step to ask about');
  const planned = REMEDIES[kind].plan(facts, step);
  return planned.kind === 'possible' ? planned.disruptionMinutes : 0;
}
