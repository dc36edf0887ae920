/**
 * The Lambdas of the healer, by name: the name of the handler's file, of its folder in the bundle, and what its
 * construct and its permissions are called by. It must not know what any of them does.
 */

/** Each Lambda with the sentence people read in its console. */
export const FUNCTION_DESCRIPTIONS = {
  intake: 'Healer: understands a signal and opens an incident, or says why not.',
  decide: 'Healer: chooses the next remedy, or holds back, and says why. Reads only.',
  'replace-tasks': 'Healer: replaces sick tasks of a registered service, and undoes it.',
  'flip-toggle': 'Healer: flips a listed feature toggle, and restores it.',
  'roll-back': 'Healer: goes back to an earlier task definition of a registered service, and undoes it.',
  verify: 'Healer: reads whether the service recovered. Reads only.',
  learn: 'Healer: credits or debits the remedy in memory.',
  close: 'Healer: ends the incident and writes the message about it.',
  abandon: 'Healer: ends an incident whose stage failed, and frees the service.',
  reap: 'Healer: ends incidents whose execution died, and tells people.',
} as const;

export type FunctionName = keyof typeof FUNCTION_DESCRIPTIONS;

export const FUNCTION_NAMES = Object.keys(FUNCTION_DESCRIPTIONS) as readonly FunctionName[];

/** The Lambdas the state machine calls: all but the one that looks after it. */
export type StageName = Exclude<FunctionName, 'reap'>;
