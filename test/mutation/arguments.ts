/** The command line of the mutation check, read strictly: what is wrong and what is allowed is an answer. Pure. */
import { parseArgs } from 'node:util';
import { orWrong, refuseWrongOptions, wordOf, WrongOption, type Wrong } from '../../core/config/wrong-option.ts';
import type { Defect } from './defect.ts';

export interface RunArguments {
  readonly kind: 'run';
  readonly defects: readonly Defect[];
  readonly json: boolean;
}

export const HELP = `npm run mutation -- [--json] [--shard I/N] [NAME …]

Puts defects into copies of the code, one at a time, and ends with 0 only if the tests or the attack see each of them.

  NAME         this defect; may be repeated; all of them without any
  --shard I/N  every Nth of them, from the Ith on, so that N machines share the work
  --json       one JSON object instead of text
  --help       this
`;

const OPTIONS = {
  json: { type: 'boolean', default: false },
  shard: { type: 'string', default: '1/1' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** @param all every defect there is: names choose among them, a shard takes each Nth */
export function readArguments(
  words: readonly string[],
  all: readonly Defect[],
): RunArguments | { readonly kind: 'help' } | Wrong {
  return orWrong(() => {
    const given = { args: [...words], options: OPTIONS, allowPositionals: true };
    const { tokens } = parseArgs({ ...given, strict: false, tokens: true });
    refuseWrongOptions(
      tokens.filter(({ kind }) => kind !== 'positional'),
      OPTIONS,
    );
    const { values, positionals } = parseArgs(given);
    if (values.help) return { kind: 'help' };
    const known = all.map(({ name }) => name);
    const names = positionals.map((name) => wordOf('defect', name, known));
    const wanted = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
    const { index, count } = shardOf(values.shard);
    return { kind: 'run', json: values.json, defects: wanted.filter((_, at) => at % count === index - 1) };
  });
}

/** `I/N` */
function shardOf(text: string): { readonly index: number; readonly count: number } {
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= count) return { index, count };
  throw new WrongOption(`--shard ${JSON.stringify(text)} is not allowed; allowed: I/N, I from 1 to N`);
}
