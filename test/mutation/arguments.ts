/** The command line of the mutation check, read strictly. Pure. */
import type { Defect } from './defect.ts';

export type MutationArguments =
  | { readonly kind: 'run'; readonly defects: readonly Defect[]; readonly json: boolean }
  | { readonly kind: 'wrong'; readonly message: string };

const HELP = 'npm run mutation -- [--json] [--shard I/N] [NAME …]';

/** @param all every defect there is: names choose among them, a shard takes each Nth */
export function readArguments(words: readonly string[], all: readonly Defect[]): MutationArguments {
  let json = false;
  let shard = { index: 1, count: 1 };
  const names: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--json') json = true;
    else if (word === '--shard') {
      const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(words[(at += 1)] ?? '') ?? []).map(Number);
      if (index < 1 || index > count) return wrong(`--shard ${words[at] ?? ''}: I/N is needed, I from 1 to N`);
      shard = { index, count };
    } else names.push(word);
  }
  const unknown = names.filter((name) => !all.some((defect) => defect.name === name));
  if (unknown.length > 0) {
    const allowed = all.map(({ name }) => name).join(', ');
    return wrong(`There is no defect ${unknown.join(', ')} (allowed: ${allowed}; without any, all)`);
  }
  const wanted = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  return { kind: 'run', json, defects: wanted.filter((_, index) => index % shard.count === shard.index - 1) };
}

function wrong(message: string): MutationArguments {
  return { kind: 'wrong', message: `${message}\n${HELP}` };
}
