/**
 * The command line of the lab, read strictly: an unknown name or value is an answer that says what is wrong and what is
 * allowed, never a guess. Pure.
 */
import { BREAKAGE_NAMES, isBreakageName, type BreakageName } from './breakages.ts';
import { ANSWER_NAMES, type AnswerName } from 'loopback-aws/answers.ts';
import { SERVICES, type ServiceName } from './fleet/catalogue.ts';
import { ALL_AT_ONCE, isAnswerName } from './unfavourable.ts';

export interface PageArguments {
  readonly kind: 'page';
  readonly speed: number;
  readonly port: number;
  /** What is broken without being asked; undefined leaves it to the visitor. */
  readonly breaks: { readonly name: BreakageName; readonly service: ServiceName } | undefined;
  readonly minutes: number;
  /** Answers of AWS that are played. */
  readonly unfavourable?: readonly AnswerName[];
  readonly seed?: number;
}

export interface ScenarioArguments {
  readonly kind: 'scenario';
  readonly names: readonly string[];
  readonly json: boolean;
  /** File that gets every call to AWS. */
  readonly calls?: string;
  /** File that gets every decision with the facts it was made on. */
  readonly decisions?: string;
  readonly speed: number;
  /** Every scenario is run once with each of these sets of answers; once with none when absent. */
  readonly unfavourable?: readonly (readonly AnswerName[])[];
  readonly seed?: number;
}

export type LabArguments =
  | PageArguments
  | ScenarioArguments
  | { readonly kind: 'list' }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

/** Fast enough to see a service healed within half a minute, slow enough to follow. */
export const PAGE_SPEED = 4;
const SCENARIO_SPEED = 1;
/** Faster than this, a process takes longer to start than the periods that measure it. */
export const SPEED_MAX = 20;
const MINUTES = 30;
const MINUTES_MAX = 24 * 60;
const PORT_MAX = 65_535;

const SEED_MAX = 2 ** 31 - 1;

const VALUED = [
  '--scenario',
  '--speed',
  '--port',
  '--break',
  '--for',
  '--calls',
  '--decisions',
  '--unfavourable',
  '--seed',
] as const;
const FLAGS = ['--json', '--no-break', '--list', '--help', '-h'] as const;
type Valued = (typeof VALUED)[number];

interface Given {
  readonly values: ReadonlyMap<Valued, string>;
  readonly flags: ReadonlySet<string>;
}

class Wrong extends Error {}

/** Reads what follows `node lab/main.ts`; `scenarios` are the names that exist. */
export function readArguments(words: readonly string[], scenarios: readonly string[]): LabArguments {
  try {
    const given = split(words);
    if (given.flags.has('--help') || given.flags.has('-h')) return { kind: 'help' };
    if (given.flags.has('--list')) return { kind: 'list' };
    return given.values.has('--scenario') ? scenarioArguments(given, scenarios) : pageArguments(given);
  } catch (error) {
    if (error instanceof Wrong) return { kind: 'wrong', message: error.message };
    throw error;
  }
}

function split(words: readonly string[]): Given {
  const values = new Map<Valued, string>();
  const flags = new Set<string>();
  for (let index = 0; index < words.length; index += 1) {
    const [word, glued] = splitOnce(words[index] ?? '', '=');
    const valued = VALUED.find((name) => name === word);
    if (valued !== undefined) {
      const value = glued ?? words[(index += 1)];
      if (value === undefined || value.startsWith('--')) throw new Wrong(`${word} needs a value`);
      if (values.has(valued)) throw new Wrong(`${word} is given twice`);
      values.set(valued, value);
    } else if ((FLAGS as readonly string[]).includes(word) && glued === undefined) flags.add(word);
    else throw new Wrong(`${JSON.stringify(words[index])} is not known; allowed: ${[...VALUED, ...FLAGS].join(', ')}`);
  }
  return { values, flags };
}

function splitOnce(text: string, at: string): readonly [string, string | undefined] {
  const index = text.indexOf(at);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

function scenarioArguments({ values, flags }: Given, scenarios: readonly string[]): ScenarioArguments {
  refuse(
    ['--port', '--break', '--for', '--no-break'].filter((name) => values.has(name as Valued) || flags.has(name)),
    'without --scenario',
  );
  const name = values.get('--scenario') ?? '';
  const names = name === 'all' ? scenarios : scenarios.filter((one) => one === name);
  if (names.length === 0)
    throw new Wrong(`There is no scenario ${JSON.stringify(name)}; allowed: all, ${scenarios.join(', ')}`);
  const calls = values.get('--calls');
  const decisions = values.get('--decisions');
  return {
    kind: 'scenario',
    names,
    json: flags.has('--json'),
    speed: speedOf(values, SCENARIO_SPEED),
    ...(calls === undefined ? {} : { calls }),
    ...(decisions === undefined ? {} : { decisions }),
    ...(values.has('--unfavourable') && { unfavourable: answerSets(values.get('--unfavourable') ?? '') }),
    ...seedOf(values),
  };
}

function pageArguments({ values, flags }: Given): PageArguments {
  refuse(
    ['--json', '--calls', '--decisions'].filter((name) => flags.has(name) || values.has(name as Valued)),
    'with --scenario',
  );
  const [unfavourable, more] = answerSets(values.get('--unfavourable') ?? '');
  if (more !== undefined) throw new Wrong('--unfavourable each can only be used with --scenario');
  if (flags.has('--no-break') && values.has('--break')) throw new Wrong('--break and --no-break exclude each other');
  return {
    kind: 'page',
    speed: speedOf(values, PAGE_SPEED),
    port: numberOf(values, '--port', { fallback: 0, least: 0, most: PORT_MAX, whole: true }),
    minutes: numberOf(values, '--for', { fallback: MINUTES, least: 1, most: MINUTES_MAX, whole: false }),
    breaks: flags.has('--no-break') ? undefined : breakOf(values.get('--break') ?? 'cpu:user'),
    ...(unfavourable !== undefined && unfavourable.length > 0 && { unfavourable }),
    ...seedOf(values),
  };
}

/** `all` at once, `each` alone, or the ones that are named, at once. */
function answerSets(text: string): readonly (readonly AnswerName[])[] {
  if (text === '') return [[]];
  if (text === 'all') return [ALL_AT_ONCE];
  if (text === 'each') return ANSWER_NAMES.map((name) => [name]);
  const names = text.split(',');
  const unknown = names.find((name) => !isAnswerName(name));
  if (unknown !== undefined) {
    const allowed = `all, each, or of these, separated by commas: ${ANSWER_NAMES.join(', ')}`;
    throw new Wrong(`--unfavourable ${JSON.stringify(unknown)} is not known; allowed: ${allowed}`);
  }
  return [names.filter(isAnswerName)];
}

function seedOf(values: Given['values']): { readonly seed?: number } {
  if (!values.has('--seed')) return {};
  return { seed: numberOf(values, '--seed', { fallback: 0, least: 0, most: SEED_MAX, whole: true }) };
}

function refuse(names: readonly string[], where: string): void {
  if (names.length > 0) throw new Wrong(`${names.join(', ')} can only be used ${where}`);
}

function breakOf(text: string): NonNullable<PageArguments['breaks']> {
  const [name, service = ''] = splitOnce(text, ':');
  const known = SERVICES.find((one) => one === service);
  if (isBreakageName(name) && known !== undefined) return { name, service: known };
  throw new Wrong(
    `--break ${JSON.stringify(text)} is not FAULT:SERVICE; allowed faults: ${BREAKAGE_NAMES.join(', ')}; services: ${SERVICES.join(', ')}`,
  );
}

interface Range {
  readonly fallback: number;
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

function speedOf(values: Given['values'], fallback: number): number {
  return numberOf(values, '--speed', { fallback, least: 1, most: SPEED_MAX, whole: false });
}

function numberOf(values: Given['values'], name: Valued, { fallback, least, most, whole }: Range): number {
  const text = values.get(name);
  if (text === undefined) return fallback;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  throw new Wrong(
    `${name} ${JSON.stringify(text)} is not allowed; a ${whole ? 'whole ' : ''}number from ${least} to ${most} is`,
  );
}
