/**
 * The remedies of the world in the words of the product. A rolling restart, which the product has not, is limited as what
 * it is to ECS: tasks that are replaced.
 */
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { Plan } from '../../core/incident/journal.ts';
import { ACTION_KINDS } from '../../core/vocabulary.ts';
import type { ActionKind, RemedyClass } from '../../core/vocabulary.ts';
import { REMEDY_ROWS } from '../world/remedies.ts';
import type { Remedy } from '../world/remedies.ts';

function kindOf(remedy: Remedy): ActionKind {
  return ACTION_KINDS.find((kind) => kind === remedy) ?? 'replaceTasks';
}

export function stepOf(remedy: Remedy): { readonly remedy: ActionKind; readonly class: RemedyClass } {
  return { remedy: kindOf(remedy), class: REMEDY_ROWS[remedy].class };
}

/** What an attempt at the service is recorded with. Nothing is journalled under it, so nothing in it is ever carried out. */
export function planOf(remedy: Remedy, { toggles }: Pick<ServiceEntry, 'toggles'>): Plan {
  const plan = PLANS[kindOf(remedy)];
  const sheds = toggles.some(({ shedsLoad }) => shedsLoad === true);
  return plan.kind === 'flipToggle' && sheds ? { ...plan, sheds } : plan;
}

/** Of any service whose feature takes no load off it. */
export const PLANS: Readonly<Record<ActionKind, Plan>> = {
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
