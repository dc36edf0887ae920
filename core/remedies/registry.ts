/**
 * Every remedy that acts, by kind: its moves, and its traits. The records make a kind without a module a compile error.
 * Permissions are with the constructs, Lambdas with the handlers.
 */
import type { Plans } from '../incident/journal.ts';
import type { ActionKind } from '../vocabulary.ts';
import { flipToggle } from './flip-toggle/flip-toggle.ts';
import { flipToggleTraits } from './flip-toggle/traits.ts';
import type { Remedy } from './remedy.ts';
import { replaceTasks } from './replace-tasks/replace-tasks.ts';
import { replaceTasksTraits } from './replace-tasks/traits.ts';
import { rollBack } from './roll-back/roll-back.ts';
import { rollBackTraits } from './roll-back/traits.ts';
import { scaleOut } from './scale-out/scale-out.ts';
import { scaleOutTraits } from './scale-out/traits.ts';
import type { RemedyTraits } from './traits-of.ts';

export const REMEDIES: Readonly<Record<ActionKind, Remedy>> = { replaceTasks, flipToggle, rollBack, scaleOut };

export const TRAITS: { readonly [Kind in ActionKind]: RemedyTraits<Plans[Kind]> } = {
  replaceTasks: replaceTasksTraits,
  flipToggle: flipToggleTraits,
  rollBack: rollBackTraits,
  scaleOut: scaleOutTraits,
};
