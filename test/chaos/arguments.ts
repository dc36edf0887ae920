/**
 * The command line of the attack, read strictly: an unknown name or value is an answer that says what is wrong and what
 * is allowed, never a guess. Pure.
 */
import { BASES, SEED_MAX } from './faults/aim.ts';

export type ChaosArguments =
  | {
      readonly kind: 'run';
      /** The worlds of these seeds and no other, both ends included; absent for worlds that nobody played before. */
      readonly seeds?: SeedRange;
      /** So many worlds that nobody played before; absent, as `seeds`, for as many as it takes. */
      readonly worlds?: number;
      readonly minutes: number;
      readonly json: boolean;
      /** Ends with the first world in which something is broken. */
      readonly bail: boolean;
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

export interface SeedRange {
  readonly first: number;
  readonly last: number;
}

/** As long as somebody waits for a check. */
const MINUTES = 3;
const MINUTES_MAX = 24 * 60;
/** What is above says at what a world is aimed. */
const WORLDS_MAX = BASES / 2;

export const HELP = `npm run chaos -- [options]

Plays whole executions of the healer in virtual time while it is attacked in every way there is, and checks
what must hold whatever is done to it. Ends with 0 only if all of it held, and, after 100,000 executions,
if every fault came up at every call. The worlds are new in every run; the first line says their seeds.

  --minutes N   for at most so long; ${MINUTES} unless said otherwise
  --worlds N    so many worlds, instead of as many as it takes for 100,000 executions
  --seeds A..B  the worlds of these seeds, as they were
  --seed N      one world, as it was: prints what was broken in it, and how it came to that
  --bail        ends with the first world in which something is broken
  --json        {executions, seeds, violations, coverage} instead of text
  --help        this
`;

const VALUED = ['--seed', '--seeds', '--worlds', '--minutes'] as const;
const FLAGS = ['--json', '--bail', '--help'] as const;
type Valued = (typeof VALUED)[number];
type Flag = (typeof FLAGS)[number];

/** Reads what follows `node test/chaos/main.ts`. */
export function readArguments(words: readonly string[]): ChaosArguments {
  const values = new Map<Valued, string>();
  const flags = new Set<Flag>();
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const valued = VALUED.find((one) => one === word);
    const flag = FLAGS.find((one) => one === word);
    if (valued !== undefined) values.set(valued, words[(index += 1)] ?? '');
    else if (flag === undefined) return wrong(`${word} is not known; allowed: ${[...VALUED, ...FLAGS].join(', ')}`);
    else flags.add(flag);
  }
  if (flags.has('--help')) return { kind: 'help' };
  const problem =
    badNumber(values, '--seed', SEED_MAX) ??
    badNumber(values, '--worlds', WORLDS_MAX) ??
    badNumber(values, '--minutes', MINUTES_MAX);
  if (problem !== undefined) return wrong(problem);
  const which = (['--seed', '--seeds', '--worlds'] as const).filter((name) => values.has(name));
  if (which.length > 1) return wrong(`${which.join(' and ')} both say which worlds: give one of them`);
  const seeds = seedsOf(values);
  if (seeds === 'bad') return wrong(`--seeds ${JSON.stringify(values.get('--seeds'))}: A..B is needed, A not above B`);
  const worlds = values.get('--worlds');
  return {
    kind: 'run',
    ...(seeds === undefined ? {} : { seeds }),
    ...(worlds === undefined ? {} : { worlds: Number(worlds) }),
    minutes: Number(values.get('--minutes') ?? MINUTES),
    json: flags.has('--json'),
    bail: flags.has('--bail'),
  };
}

function seedsOf(values: ReadonlyMap<Valued, string>): SeedRange | 'bad' | undefined {
  const [seed, range] = [values.get('--seed'), values.get('--seeds')];
  if (seed !== undefined) return { first: Number(seed), last: Number(seed) };
  if (range === undefined) return undefined;
  const [, first, last] = (/^(\d+)\.\.(\d+)$/.exec(range) ?? []).map(Number);
  if (first === undefined || last === undefined || first > last || last > SEED_MAX) return 'bad';
  return { first, last };
}

function wrong(message: string): ChaosArguments {
  return { kind: 'wrong', message };
}

function badNumber(values: ReadonlyMap<Valued, string>, name: Valued, most: number): string | undefined {
  const text = values.get(name);
  if (text === undefined) return undefined;
  const least = name === '--seed' ? 0 : 1;
  if (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most) return undefined;
  return `${name} ${JSON.stringify(text)}: a whole number from ${least} to ${most} is needed`;
}
