/** What is asked of a plan whichever remedy made it: the remedy's folder answers. */
import type { Ask } from '../incident/ask.ts';
import type { Plan } from '../incident/journal.ts';
import { TRAITS } from './registry.ts';
import type { RemedyTraits } from './traits-of.ts';

/** The traits of the remedy that made the plan, to be asked about this plan. */
export function traitsOf({ kind }: Plan): RemedyTraits<Plan> {
  return TRAITS[kind] as RemedyTraits<Plan>;
}

/** What an approval of this plan is about. */
export function aboutOf(plan: Plan): Pick<Ask, 'remedy' | 'target'> {
  const target = traitsOf(plan).target?.(plan);
  return { remedy: plan.kind, ...(target !== undefined && { target }) };
}

/** Whether it takes load off the service; without a plan it does not. */
export function sheds(plan: Plan | undefined): boolean {
  return plan !== undefined && traitsOf(plan).sheds?.(plan) === true;
}
