/**
 * The states that change AWS resources: one to apply and one to undo each remedy, so that the console names what was
 * done. The names of states and Lambdas come from the remedy's name.
 */
import { ACTION_KINDS, type ActionKind } from '../../core/vocabulary.ts';
import type { AwaitedCommand } from '../../core/incident/command.ts';
import { actionFunction, type StageName } from '../functions.ts';
import type { Branch, State } from './states.ts';

type Operation = Extract<AwaitedCommand, { readonly kind: 'act' }>['operation'];

const OPERATIONS: readonly Operation[] = ['apply', 'undo'];

/** A branch for each remedy and operation, taken when `command`, an expression, asks for it. */
export function actionBranches(command: string): readonly Branch[] {
  return every((remedy, operation) => ({
    condition: `${command}.kind = 'act' and ${command}.remedy = '${remedy}' and ${command}.operation = '${operation}'`,
    next: stateName(remedy, operation),
  }));
}

/** The states of those branches; `make` builds a stage with an operation. */
export function actionStates(make: (name: StageName, operation: Operation) => State): Readonly<Record<string, State>> {
  return Object.fromEntries(
    every((remedy, operation) => [stateName(remedy, operation), make(actionFunction(remedy), operation)] as const),
  );
}

function stateName(remedy: ActionKind, operation: Operation): string {
  const name = remedy.slice(0, 1).toUpperCase() + remedy.slice(1);
  return operation === 'apply' ? name : `Undo${name}`;
}

function every<Result>(make: (remedy: ActionKind, operation: Operation) => Result): readonly Result[] {
  return ACTION_KINDS.flatMap((remedy) => OPERATIONS.map((operation) => make(remedy, operation)));
}
