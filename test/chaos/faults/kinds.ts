/**
 * Every way the healer is attacked, by name. What an attack does is where calls are made; here is only what there is, and
 * what each is called in the coverage table.
 */

/** What can go wrong with one call that the healer makes. */
export const CALL_FAULTS = [
  'crash-before',
  'crash-after',
  'throttled',
  'lost-answer',
  'slow',
  'hung',
  'stale',
  'conflict',
] as const;
export type CallFault = (typeof CALL_FAULTS)[number];

/** What can happen to the world between any two calls, or steps. */
export const DISTURBANCES = [
  'override-flip',
  'remedy-paused',
  'answered',
  'undo-asked',
  'deployment',
  'task-dies',
  'protected',
  'scaled',
  'toggle-set',
  'signal',
  'claimed',
  'alarm-blind',
  'aborted',
] as const;
export type Disturbance = (typeof DISTURBANCES)[number];

/** What can be wrong for a while, for every caller. */
export const CONDITIONS = ['outage', 'clock-skew'] as const;

/** What can become of an event on its way. */
export const DELIVERIES = ['duplicate', 'reordered', 'late', 'lost'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** What can happen to the healer's table, in a few worlds once. */
const CATASTROPHES = ['restored'] as const;

export const FAULT_KINDS = [...CALL_FAULTS, ...DISTURBANCES, ...CONDITIONS, ...DELIVERIES, ...CATASTROPHES] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export const FAULT_WORDS: Readonly<Record<FaultKind, string>> = {
  'crash-before': 'the Lambda dies before the call',
  'crash-after': 'the Lambda dies after the call took effect',
  throttled: 'the call is refused and has no effect',
  'lost-answer': 'the call takes effect and fails all the same',
  slow: 'the answer takes up to twenty seconds',
  hung: 'the call takes effect and is never answered: the Lambda runs into its timeout',
  stale: 'the answer is up to five seconds old',
  conflict: 'another writer wrote first',
  'override-flip': 'a person switches the healer off, to observe, or back',
  'remedy-paused': 'a person keeps one remedy for people, for a while',
  answered: 'a person answers a question, asked or not, or takes the answer back',
  'undo-asked': 'a person asks to undo what was done, or takes that back',
  deployment: 'a deployment begins',
  'task-dies': 'a task of the service dies',
  protected: 'an application protects its task from scale-in, or is done with it',
  scaled: 'an operator changes the number of tasks',
  'toggle-set': 'an operator writes a toggle',
  signal: 'the service is said to fail once more',
  claimed: 'a stranger says that some service fails, or that it is over',
  'alarm-blind': 'the alarm has no data, or is gone, for up to an hour',
  aborted: 'a person aborts the execution; its Lambda goes on',
  outage: 'a service of AWS refuses every call for minutes',
  'clock-skew': 'the clock of the Lambda is wrong by up to five minutes',
  duplicate: 'the event arrives again',
  reordered: 'the event arrives after later ones',
  late: 'the event arrives a day late, again',
  lost: 'the event never arrives, and the sweep has to make up for it',
  restored: 'the table is as it was up to an hour ago, while heals go on',
};
