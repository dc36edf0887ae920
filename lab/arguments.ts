/** The command line of the lab, read strictly: what is wrong and what is allowed is an answer. Pure. */
import { parseArgs } from 'node:util';
import { numberOf, orWrong, refuseWrongOptions, wordOf, WrongOption, type Wrong } from '../core/config/wrong-option.ts';
import { BREAKAGE_NAMES, type BreakageName } from './breakages.ts';
import { ANSWER_NAMES, type AnswerName } from 'loopback-aws/answers.ts';
import { SERVICES, type ServiceName } from './fleet/catalogue.ts';

export interface PageArguments {
  readonly kind: 'page';
  readonly speed: number;
  readonly port: number;
  /** What is broken without being asked; undefined leaves it to the visitor. */
  readonly breaks: { readonly name: BreakageName; readonly service: ServiceName } | undefined;
  readonly minutes: number;
  /** Answers of AWS that are played. */
  readonly unfavourable: readonly AnswerName[] | undefined;
  readonly seed: number | undefined;
}

export interface ScenarioArguments {
  readonly kind: 'scenario';
  readonly names: readonly string[];
  readonly json: boolean;
  /** File that gets every call to AWS. */
  readonly calls: string | undefined;
  /** File that gets every decision with the facts it was made on. */
  readonly decisions: string | undefined;
  readonly speed: number;
  /** Every scenario is run once with each of these sets of answers; once with none when undefined. */
  readonly unfavourable: readonly (readonly AnswerName[])[] | undefined;
  readonly seed: number | undefined;
}

export type LabArguments =
  PageArguments | ScenarioArguments | { readonly kind: 'list' } | { readonly kind: 'help' } | Wrong;

/** Of two answers that exclude each other, the one that is left out where all are played at once. */
const SECOND_OF_TWO: readonly AnswerName[] = ['configuration-kept', 'rate-nothing'];

/** All answers that can be true at the same time. */
export const ALL_AT_ONCE: readonly AnswerName[] = ANSWER_NAMES.filter((name) => !SECOND_OF_TWO.includes(name));

/** Fast enough to see a service healed within half a minute, slow enough to follow. */
export const PAGE_SPEED = 4;
const SCENARIO_SPEED = 1;
/** Faster than this, a process takes longer to start than the periods that measure it. */
export const SPEED_MAX = 20;
const MINUTES = 30;
const MINUTES_MAX = 24 * 60;
const PORT_MAX = 65_535;
const SEED_MAX = 2 ** 31 - 1;

const OPTIONS = {
  scenario: { type: 'string' },
  speed: { type: 'string' },
  port: { type: 'string' },
  break: { type: 'string' },
  for: { type: 'string' },
  calls: { type: 'string' },
  decisions: { type: 'string' },
  unfavourable: { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean' },
  'no-break': { type: 'boolean' },
  list: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;
type Values = ReturnType<typeof valuesOf>;

/** Reads what follows `node lab/main.ts`; `scenarios` are the names that exist. */
export function readArguments(words: readonly string[], scenarios: readonly string[]): LabArguments {
  return orWrong(() => {
    const values = valuesOf([...words]);
    if (values.help === true) return { kind: 'help' };
    if (values.list === true) return { kind: 'list' };
    return values.scenario === undefined
      ? pageArguments(values)
      : scenarioArguments(values, values.scenario, scenarios);
  });
}

function valuesOf(args: string[]) {
  refuseWrongOptions(parseArgs({ args, options: OPTIONS, strict: false, tokens: true }).tokens, OPTIONS);
  return parseArgs({ args, options: OPTIONS }).values;
}

function scenarioArguments(values: Values, name: string, scenarios: readonly string[]): ScenarioArguments {
  refuse(values, ['port', 'break', 'for', 'no-break'], 'without --scenario');
  const known = wordOf('scenario', name, ['all', ...scenarios]);
  return {
    kind: 'scenario',
    names: known === 'all' ? scenarios : [known],
    json: values.json === true,
    speed: speedOf(values) ?? SCENARIO_SPEED,
    calls: values.calls,
    decisions: values.decisions,
    unfavourable: answerSets(values.unfavourable),
    seed: seedOf(values),
  };
}

function pageArguments(values: Values): PageArguments {
  refuse(values, ['json', 'calls', 'decisions'], 'with --scenario');
  const [unfavourable, more] = answerSets(values.unfavourable) ?? [];
  if (more !== undefined) throw new WrongOption('--unfavourable each can only be used with --scenario');
  const none = values['no-break'] === true;
  if (none && values.break !== undefined) throw new WrongOption('--break and --no-break exclude each other');
  return {
    kind: 'page',
    speed: speedOf(values) ?? PAGE_SPEED,
    port: numberOf('--port', values.port, { least: 0, most: PORT_MAX }) ?? 0,
    minutes: numberOf('--for', values.for, { least: 1, most: MINUTES_MAX, fractions: true }) ?? MINUTES,
    breaks: none ? undefined : breakOf(values.break ?? 'cpu:user'),
    unfavourable,
    seed: seedOf(values),
  };
}

/** `all` at once, `each` alone, or the ones that are named, at once. */
function answerSets(text: string | undefined): ScenarioArguments['unfavourable'] {
  if (text === undefined) return undefined;
  if (text === 'all') return [ALL_AT_ONCE];
  if (text === 'each') return ANSWER_NAMES.map((name) => [name]);
  const lead = 'all, each, or of these, separated by commas: ';
  return [text.split(',').map((name) => wordOf('--unfavourable', name, ANSWER_NAMES, lead))];
}

function seedOf(values: Values): number | undefined {
  return numberOf('--seed', values.seed, { least: 0, most: SEED_MAX });
}

function speedOf(values: Values): number | undefined {
  return numberOf('--speed', values.speed, { least: 1, most: SPEED_MAX, fractions: true });
}

function refuse(values: Values, names: readonly (keyof Values)[], where: string): void {
  const given = names.filter((name) => values[name] !== undefined).map((name) => `--${name}`);
  if (given.length > 0) throw new WrongOption(`${given.join(', ')} can only be used ${where}`);
}

function breakOf(text: string): NonNullable<PageArguments['breaks']> {
  const [name = '', ...service] = text.split(':');
  return {
    name: wordOf('--break FAULT:SERVICE: fault', name, BREAKAGE_NAMES),
    service: wordOf('--break FAULT:SERVICE: service', service.join(':'), SERVICES),
  };
}
