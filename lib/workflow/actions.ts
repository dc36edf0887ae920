/**
 * The states that touch the world: one to apply and one to undo each remedy, so that the console shows in words what was
 * done. Adding a remedy to the vocabulary does not compile until it has a row here.
 */
import { ACTION_KINDS } from '../../core/vocabulary.ts';
import type { ActionKind } from '../../core/vocabulary.ts';
import type { Command } from '../../core/workflow/command.ts';
import type { StageName } from '../functions.ts';
import type { Branch, State } from './states.ts';

type Operation = Extract<Command, { readonly kind: 'act' }>['operation'];

interface ActionStage {
  readonly stage: StageName;
  /** Name of the state, by operation. */
  readonly states: Readonly<Record<Operation, string>>;
}

const ACTIONS: Readonly<Record<ActionKind, ActionStage>> = {
  replaceTasks: { stage: 'replace-tasks', states: { apply: 'ReplaceTasks', undo: 'UndoReplaceTasks' } },
  flipToggle: { stage: 'flip-toggle', states: { apply: 'FlipToggle', undo: 'UndoFlipToggle' } },
  rollBack: { stage: 'roll-back', states: { apply: 'RollBack', undo: 'UndoRollBack' } },
};

const OPERATIONS: readonly Operation[] = ['apply', 'undo'];

/** A branch for each remedy and operation, each under the condition that the command is to act. */
export function actionBranches(toAct: string): readonly Branch[] {
  return every((remedy, operation) => ({
    condition: `${toAct} and $command.remedy = '${remedy}' and $command.operation = '${operation}'`,
    next: ACTIONS[remedy].states[operation],
  }));
}

/** The states behind those branches; `make` says what a stage with an operation looks like. */
export function actionStates(make: (name: StageName, operation: Operation) => State): Readonly<Record<string, State>> {
  return Object.fromEntries(
    every((remedy, operation) => [ACTIONS[remedy].states[operation], make(ACTIONS[remedy].stage, operation)] as const),
  );
}

function every<Result>(make: (remedy: ActionKind, operation: Operation) => Result): readonly Result[] {
  return ACTION_KINDS.flatMap((remedy) => OPERATIONS.map((operation) => make(remedy, operation)));
}
