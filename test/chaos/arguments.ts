/** The command line of the attack, read strictly: what is wrong and what is allowed is an answer. Pure. */
import { readOptions } from '../../cli/read-options.ts';
import { numberOf, orWrong, WrongOption, type Wrong } from '../../core/config/wrong-option.ts';
import { BASES, SEED_MAX } from './faults/aim.ts';

export interface RunArguments {
  readonly kind: 'run';
  /** The worlds of these seeds and no other, both ends included; undefined for worlds that were not played before. */
  readonly seeds: SeedRange | undefined;
  /** So many worlds that were not played before; undefined, as `seeds`, for as many as it takes. */
  readonly worlds: number | undefined;
  readonly minutes: number;
  readonly json: boolean;
  /** Ends with the first world in which something is broken. */
  readonly bail: boolean;
}

export interface SeedRange {
  readonly first: number;
  readonly last: number;
}

/** As long as a person waits for a check. */
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

/** Reads what follows `node test/chaos/main.ts`. */
export function readArguments(words: readonly string[]): RunArguments | { readonly kind: 'help' } | Wrong {
  return orWrong(() => {
    const values = readOptions(words, {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      worlds: { type: 'string' },
      minutes: { type: 'string' },
      json: { type: 'boolean', default: false },
      bail: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    });
    if (values.help) return { kind: 'help' };
    const which = (['seed', 'seeds', 'worlds'] as const).filter((name) => values[name] !== undefined);
    if (which.length > 1) throw new WrongOption(`--${which.join(' and --')} both say which worlds: give one of them`);
    const seed = numberOf('--seed', values.seed, { least: 0, most: SEED_MAX });
    return {
      kind: 'run',
      seeds: seed === undefined ? rangeOf(values.seeds) : { first: seed, last: seed },
      worlds: numberOf('--worlds', values.worlds, { least: 1, most: WORLDS_MAX }),
      minutes: numberOf('--minutes', values.minutes, { least: 1, most: MINUTES_MAX }) ?? MINUTES,
      json: values.json,
      bail: values.bail,
    };
  });
}

/** `A..B` */
function rangeOf(text: string | undefined): SeedRange | undefined {
  if (text === undefined) return undefined;
  const [, first, last] = (/^(\d+)\.\.(\d+)$/.exec(text) ?? []).map(Number);
  if (first !== undefined && last !== undefined && first <= last && last <= SEED_MAX) return { first, last };
  const allowed = `A..B, whole numbers up to ${SEED_MAX}, A not above B`;
  throw new WrongOption(`--seeds ${JSON.stringify(text)} is not allowed; allowed: ${allowed}`);
}
