/**
 * Every remedy that acts, by kind. The record makes a kind without a module a compile error. Permissions are with the
 * constructs, Lambdas with the handlers.
 */
import type { ActionKind } from '../vocabulary.ts';
import { flipToggle } from './flip-toggle/flip-toggle.ts';
import type { Remedy } from './remedy.ts';
import { replaceTasks } from './replace-tasks/replace-tasks.ts';
import { rollBack } from './roll-back/roll-back.ts';
import { scaleOut } from './scale-out/scale-out.ts';

export const REMEDIES: Readonly<Record<ActionKind, Remedy>> = { replaceTasks, flipToggle, rollBack, scaleOut };
