/**
 * The states that touch the world: one to apply and one to undo each remedy, so that the console shows in words what was
 * done. Names of states and Lambdas follow from the remedy's own.
 */
import { ACTION_KINDS } from '../../core/vocabulary.ts';
import type { ActionKind } from '../../core/vocabulary.ts';
import type { AwaitedCommand } from '../../core/incident/command.ts';
import { actionFunction } from '../functions.ts';
import type { StageName } from '../functions.ts';
import type { Branch, State } from './states.ts';

type Operation = Extract<AwaitedCommand, { readonly kind: 'act' }>['operation'];

const OPERATIONS: readonly Operation[] = ['apply', 'undo'];

/** A branch for each remedy and operation, each for the case that the command, an expression, is to do that. */
export function actionBranches(command: string): readonly Branch[] {
  return every((remedy, operation) => ({
    condition: `${command}.kind = 'act' and ${command}.remedy = '${remedy}' and ${command}.operation = '${operation}'`,
    next: stateName(remedy, operation),
  }));
}

/** The states behind those branches; `make` says what a stage with an operation looks like. */
export function actionStates(make: (name: StageName, operation: Operation) => State): Readonly<Record<string, State>> {
  return Object.fromEntries(
    every((remedy, operation) => [stateName(remedy, operation), make(actionFunction(remedy), operation)] as const),
  );
}

/** `ReplaceTasks`, and `UndoReplaceTasks`. */
function stateName(remedy: ActionKind, operation: Operation): string {
  const name = remedy.slice(0, 1).toUpperCase() + remedy.slice(1);
  return operation === 'apply' ? name : `Undo${name}`;
}

function every<Result>(make: (remedy: ActionKind, operation: Operation) => Result): readonly Result[] {
  return ACTION_KINDS.flatMap((remedy) => OPERATIONS.map((operation) => make(remedy, operation)));
}
