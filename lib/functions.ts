/** The names of the healer's Lambdas. Handler file, folder in the bundle, construct and permissions all use them. */

import { ACTION_KINDS, lambdaText, type ActionKind } from '../core/vocabulary.ts';

/** The Lambdas beside those of the remedies, with their descriptions in the console. */
const OTHER_DESCRIPTIONS = {
  intake: 'Healer: understands a signal and opens an incident, or says why not.',
  decide: 'Healer: chooses the next remedy, or holds back, and says why. Touches only its own records.',
  verify: 'Healer: sees whether the service recovered. Touches only its own records.',
  learn: 'Healer: credits or debits the remedy in memory.',
  close: 'Healer: ends the incident and writes the message about it.',
  abandon: 'Healer: ends an incident whose stage failed, and frees the service.',
  reap: 'Healer: ends incidents whose execution died, and tells people.',
  sweep: 'Healer: finds lost events and dead executions, and has them taken up.',
  widget: 'Healer: shows what is going on, in a widget of the dashboard. Reads its own records only.',
} as const;

type KebabCase<Text extends string> = Text extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${KebabCase<Rest>}`
  : Text;

export type ActionFunctionName = KebabCase<ActionKind>;
export type FunctionName = ActionFunctionName | keyof typeof OTHER_DESCRIPTIONS;

/** The Lambda that applies and undoes a remedy: `replace-tasks` for `replaceTasks`. */
export function actionFunction(remedy: ActionKind): ActionFunctionName {
  return remedy.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) as ActionFunctionName;
}

/** Makes one value for the Lambda of each remedy. */
export function forActions<Value>(make: (remedy: ActionKind) => Value): Readonly<Record<ActionFunctionName, Value>> {
  const entries = ACTION_KINDS.map((remedy) => [actionFunction(remedy), make(remedy)] as const);
  return Object.fromEntries(entries) as Record<ActionFunctionName, Value>;
}

export const FUNCTION_DESCRIPTIONS: Readonly<Record<FunctionName, string>> = {
  ...OTHER_DESCRIPTIONS,
  ...forActions(lambdaText),
};

export const FUNCTION_NAMES = Object.keys(FUNCTION_DESCRIPTIONS) as readonly FunctionName[];

/** The Lambdas that the state machine calls: not reaper, sweep and widget. */
export type StageName = Exclude<FunctionName, 'reap' | 'sweep' | 'widget'>;
