/** The command line of the simulator, read strictly: what is wrong and what is allowed is an answer. Pure. */
import { parseArgs } from 'node:util';
import { numberOf, orWrong, refuseWrongOptions, wordOf, WrongOption, type Wrong } from '../core/config/wrong-option.ts';
import { POLICY_NAMES, type PolicyName } from './policies/registry.ts';

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
  readonly policy: string | undefined;
  readonly json: boolean;
}

export type SimArguments = RunArguments | ReplayArguments | { readonly kind: 'help' } | Wrong;

/** Twenty worlds make intervals of a percent; four thousand incidents are what a year of forty services may see. */
const SEEDS = 20;
const INCIDENTS = 4_000;
const SEEDS_MAX = 1_000;
const INCIDENTS_MAX = 100_000;
/** Chance is made of 32 bits. */
const SEED_MAX = 2 ** 31 - 1;

const OPTIONS = {
  seeds: { type: 'string' },
  incidents: { type: 'string' },
  policies: { type: 'string' },
  seed: { type: 'string' },
  replay: { type: 'string' },
  runbook: { type: 'string', multiple: true },
  policy: { type: 'string' },
  json: { type: 'boolean', default: false },
  'write-docs': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;
type Values = ReturnType<typeof valuesOf>;

/** Reads what follows `node sim/main.ts`. */
export function readArguments(words: readonly string[]): SimArguments {
  return orWrong(() => {
    const values = valuesOf([...words]);
    if (values.help) return { kind: 'help' };
    const { replay, runbook, policy } = values;
    if (replay !== undefined) return replayArguments(values, replay);
    // Runbooks and numbers alone replay nothing.
    if (runbook === undefined && policy === undefined) return runArguments(values);
    throw new WrongOption('--runbook and --policy change a replay, so --replay FILE is needed with them');
  });
}

function valuesOf(args: string[]) {
  refuseWrongOptions(parseArgs({ args, options: OPTIONS, strict: false, tokens: true }).tokens, OPTIONS);
  return parseArgs({ args, options: OPTIONS }).values;
}

/** Those given that say which run it is. A replay has no run, and the documents show one run alone. */
function ofARun(values: Values): readonly string[] {
  const names = ['seeds', 'incidents', 'policies', 'seed'] as const;
  return names.filter((name) => values[name] !== undefined).map((name) => `--${name}`);
}

function runArguments(values: Values): RunArguments {
  const { 'write-docs': writeDocs, policies, json } = values;
  const left = ofARun(values);
  if (writeDocs && left.length > 0)
    throw new WrongOption(`--write-docs documents the default run, so ${left.join(' and ')} cannot be given with it`);
  if (values.seed !== undefined && values.seeds !== undefined)
    throw new WrongOption('--seed is one seed and --seeds a number of them: give one of the two');
  const count = numberOf('--seeds', values.seeds, { least: 1, most: SEEDS_MAX }) ?? SEEDS;
  const seed = numberOf('--seed', values.seed, { least: 0, most: SEED_MAX });
  const given = policies?.split(',').map((name) => wordOf('policy', name, POLICY_NAMES)) ?? POLICY_NAMES;
  return {
    kind: 'run',
    seeds: seed === undefined ? Array.from({ length: count }, (_, index) => index + 1) : [seed],
    incidents: numberOf('--incidents', values.incidents, { least: 1, most: INCIDENTS_MAX }) ?? INCIDENTS,
    policies: POLICY_NAMES.filter((name) => given.includes(name)),
    json,
    writeDocs,
  };
}

function replayArguments(values: Values, recording: string): ReplayArguments {
  if (values['write-docs'] || ofARun(values).length > 0)
    throw new WrongOption('--replay decides again what was recorded; only --runbook, --policy and --json go with it');
  return { kind: 'replay', recording, runbooks: values.runbook ?? [], policy: values.policy, json: values.json };
}
