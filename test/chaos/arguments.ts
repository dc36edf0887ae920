/**
 * The command line of the attack, read strictly: an unknown name or value is an answer that says what is wrong and what
 * is allowed, never a guess. Pure.
 */
import { BASES, SEED_MAX } from './faults/aim.ts';

export type ChaosArguments =
  | {
      readonly kind: 'run';
      /** The seed of the one world to play; absent for many. */
      readonly seed?: number;
      /** At most so many worlds; absent for as many as it takes. */
      readonly worlds?: number;
      readonly minutes: number;
      readonly json: boolean;
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

/** As long as somebody waits for a check. */
const MINUTES = 3;
const MINUTES_MAX = 24 * 60;
/** What is above says at what a world is aimed. */
const WORLDS_MAX = BASES - 1;

export const HELP = `npm run chaos -- [options]

Plays whole executions of the healer in virtual time while it is attacked in every way there is, and checks
what must hold whatever is done to it. Ends with 0 only if all of it held, and, after 100,000 executions,
if every fault came up at every call.

  --minutes N   for at most so long; ${MINUTES} unless said otherwise
  --worlds N    the worlds of the seeds 1 to N, instead of as many as it takes for 100,000 executions
  --seed N      one world, as it was: prints what was broken in it, and how it came to that
  --json        {executions, seed, violations, coverage} instead of text
  --help        this
`;

const VALUED = ['--seed', '--worlds', '--minutes'] as const;
const FLAGS = ['--json', '--help'] as const;
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
  if (values.has('--seed') && values.has('--worlds')) return wrong('--seed is one world: give it or --worlds');
  const [seed, worlds] = [values.get('--seed'), values.get('--worlds')];
  return {
    kind: 'run',
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(worlds === undefined ? {} : { worlds: Number(worlds) }),
    minutes: Number(values.get('--minutes') ?? MINUTES),
    json: flags.has('--json'),
  };
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
