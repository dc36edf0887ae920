/**
 * The command line of the simulator, read strictly: an unknown name or value is an answer that says what is wrong and
 * what is allowed, never a guess. Pure.
 */
import { POLICY_NAMES } from './policies/registry.ts';
import type { PolicyName } from './policies/registry.ts';

export interface RunArguments {
  readonly kind: 'run';
  readonly seeds: readonly number[];
  readonly incidents: number;
  readonly policies: readonly PolicyName[];
  readonly json: boolean;
  readonly writeDocs: boolean;
}

export interface ReplayArguments {
  readonly kind: 'replay';
  /** Paths, as given. */
  readonly recording: string;
  readonly runbooks: readonly string[];
  readonly policy?: string;
  readonly json: boolean;
}

export type SimArguments =
  RunArguments | ReplayArguments | { readonly kind: 'help' } | { readonly kind: 'wrong'; readonly message: string };

/** Twenty worlds make intervals of a percent; four thousand incidents are what a year of forty services may see. */
const SEEDS = 20;
const INCIDENTS = 4_000;
const SEEDS_MAX = 1_000;
const INCIDENTS_MAX = 100_000;
/** Chance is made of 32 bits. */
const SEED_MAX = 2 ** 31 - 1;

const RUN = ['--seeds', '--incidents', '--policies', '--seed'] as const;
const REPLAY = ['--replay', '--runbook', '--policy'] as const;
const VALUED = [...RUN, ...REPLAY] as const;
const FLAGS = ['--json', '--write-docs', '--help'] as const;
type Valued = (typeof VALUED)[number];
type Flag = (typeof FLAGS)[number];
type Values = ReadonlyMap<Valued, readonly string[]>;

class Wrong extends Error {}

/** Reads what follows `node sim/main.ts`. */
export function readArguments(words: readonly string[]): SimArguments {
  try {
    const { values, flags } = split(words);
    if (flags.has('--help')) return { kind: 'help' };
    return REPLAY.some((name) => values.has(name)) ? replayArguments(values, flags) : runArguments(values, flags);
  } catch (error) {
    if (error instanceof Wrong) return { kind: 'wrong', message: error.message };
    throw error;
  }
}

function runArguments(values: Values, flags: ReadonlySet<Flag>): RunArguments {
  const writeDocs = flags.has('--write-docs');
  const left = RUN.filter((name) => values.has(name));
  if (writeDocs && left.length > 0) {
    throw new Wrong(`--write-docs documents the default run, so ${left.join(' and ')} cannot be given with it`);
  }
  if (values.has('--seed') && values.has('--seeds')) {
    throw new Wrong('--seed is one seed and --seeds a number of them: give one of the two');
  }
  const count = wholeNumber(values, '--seeds', { least: 1, most: SEEDS_MAX, otherwise: SEEDS });
  const one = wholeNumber(values, '--seed', { least: 0, most: SEED_MAX, otherwise: 0 });
  return {
    kind: 'run',
    seeds: values.has('--seed') ? [one] : Array.from({ length: count }, (_, index) => index + 1),
    incidents: wholeNumber(values, '--incidents', { least: 1, most: INCIDENTS_MAX, otherwise: INCIDENTS }),
    policies: policyNames(values.get('--policies')?.[0]),
    json: flags.has('--json'),
    writeDocs,
  };
}

/** Runbooks and numbers alone replay nothing, and a replay has no seeds. */
function replayArguments(values: Values, flags: ReadonlySet<Flag>): ReplayArguments {
  const recording = values.get('--replay')?.[0];
  if (recording === undefined)
    throw new Wrong('--runbook and --policy change a replay, so --replay FILE is needed with them');
  const others = RUN.filter((name) => values.has(name));
  if (flags.has('--write-docs') || others.length > 0) {
    throw new Wrong(`--replay decides again what was recorded; only --runbook, --policy and --json go with it`);
  }
  const policy = values.get('--policy')?.[0];
  const changed = { runbooks: values.get('--runbook') ?? [], ...(policy !== undefined && { policy }) };
  return { kind: 'replay', recording, ...changed, json: flags.has('--json') };
}

function split(words: readonly string[]) {
  const values = new Map<Valued, readonly string[]>();
  const flags = new Set<Flag>();
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const [name, glued] = word.includes('=')
      ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]
      : [word];
    const valued = VALUED.find((one) => one === name);
    const flag = FLAGS.find((one) => one === word);
    if (valued !== undefined) {
      const value = glued ?? words[(index += 1)];
      if (value === undefined || value === '' || value.startsWith('--')) throw new Wrong(`${valued} needs a value`);
      const before = values.get(valued) ?? [];
      if (before.length > 0 && valued !== '--runbook') throw new Wrong(`${valued} is given twice`);
      values.set(valued, [...before, value]);
    } else if (flag === undefined) {
      throw new Wrong(`${JSON.stringify(word)} is not known; allowed: ${[...VALUED, ...FLAGS].join(', ')}`);
    } else flags.add(flag);
  }
  return { values, flags };
}

interface Range {
  readonly least: number;
  readonly most: number;
  readonly otherwise: number;
}

function wholeNumber(values: Values, name: Valued, { least, most, otherwise }: Range): number {
  const text = values.get(name)?.[0];
  if (text === undefined) return otherwise;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Wrong(`${name} ${JSON.stringify(text)}: a whole number from ${least} to ${most} is needed`);
}

function policyNames(text: string | undefined): readonly PolicyName[] {
  if (text === undefined) return POLICY_NAMES;
  const given = text.split(',');
  const unknown = given.find((name) => !(POLICY_NAMES as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new Wrong(`there is no policy ${JSON.stringify(unknown)}; allowed: ${POLICY_NAMES.join(', ')}`);
  }
  return POLICY_NAMES.filter((name) => given.includes(name));
}
