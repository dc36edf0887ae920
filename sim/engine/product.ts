/**
 * The remedies of the world in the words of the product. A rolling restart, which the product has not, is limited as what
 * it is to ECS: tasks that are replaced.
 */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { Plan } from '../../core/incident/journal.ts';
import { TRAITS } from '../../core/remedies/registry.ts';
import { replaceTasksTraits } from '../../core/remedies/replace-tasks/traits.ts';
import { ACTION_KINDS, changedBy, type ActionKind, type RemedyClass } from '../../core/vocabulary.ts';
import { REMEDY_ROWS, type Remedy } from '../world/remedies.ts';

function kindOf(remedy: Remedy): ActionKind {
  return ACTION_KINDS.find((kind) => kind === remedy) ?? replaceTasksTraits.kind;
}

export function stepOf(remedy: Remedy): { readonly remedy: ActionKind; readonly class: RemedyClass } {
  return { remedy: kindOf(remedy), class: REMEDY_ROWS[remedy].class };
}

/** What an attempt at the service is recorded with. Nothing is journalled under it, so nothing in it is ever carried out. */
export function planOf(remedy: Remedy, { toggles }: Pick<ServiceEntry, 'toggles'>): Plan {
  const { example: plan } = TRAITS[kindOf(remedy)];
  const sheds = toggles.some(({ shedsLoad }) => shedsLoad === true);
  return changedBy(plan.kind) === 'toggle' && sheds ? ({ ...plan, sheds } as Plan) : plan;
}
