/**
 * Which function of a source calls which, by its text: enough for sources that prettier formatted, where what belongs to a
 * declaration is indented deeper than its first line. Calls through a port or an interface are found by the method's name.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Declared {
  readonly name: string;
  /** From the root of the repository. */
  readonly path: string;
}

interface Source {
  readonly lines: readonly string[];
  readonly imports: readonly { readonly path: string; readonly names: string }[];
}

function read(path: string): Source {
  const text = existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : '';
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const imports = [...code.matchAll(/^import (?:type )?\{([^}]*)\} from '(\.[^']+)';$/gm)].map(
    ([, names = '', from = '']) => ({ names, path: relative(ROOT, resolve(ROOT, dirname(path), from)) }),
  );
  return { lines: code.split('\n'), imports };
}

const TOP_LEVEL = /^(?:export )?(?:async )?(?:function|const|class) (\w+)/;

/** A line and everything that belongs to it: what is indented deeper, and the brackets that close it. */
function blockAt(lines: readonly string[], start: number): string {
  const indentOf = (line: string): number => line.length - line.trimStart().length;
  const indent = indentOf(lines[start] ?? '');
  const end = lines.findIndex(
    (line, at) => at > start && line !== '' && indentOf(line) <= indent && !/^\s*[)}\]]/.test(line),
  );
  return lines.slice(start, end === -1 ? undefined : end).join('\n');
}

function startOf(lines: readonly string[], name: string): number {
  const top = lines.findIndex((line) => TOP_LEVEL.exec(line)?.[1] === name);
  if (top !== -1) return top;
  const member = new RegExp(String.raw`^\s+(?:async )?${name}(?:\(.*\{$|: .*=>)`);
  return lines.findIndex((line) => member.test(line));
}

/** The text of a function, of a constant, or of a method in an object; undefined where the file has none of this name. */
export function declarationOf({ name, path }: Declared): string | undefined {
  const { lines } = read(path);
  const start = startOf(lines, name);
  return start === -1 ? undefined : blockAt(lines, start);
}

/** Whether the text calls or passes on what has this name: not a property, a key or a string that is called alike. */
function uses(text: string, name: string): boolean {
  return new RegExp(String.raw`(?<!['\w]|[^.]\.)${name}\b(?!['?:])`).test(text);
}

/** The declaration with those of the same file that it names, and those that they name. */
function withOwn({ name, path }: Declared): string {
  const { lines } = read(path);
  const own = new Map(
    lines.flatMap((line, at) => (TOP_LEVEL.test(line) ? [[TOP_LEVEL.exec(line)?.[1] ?? '', at]] : [])),
  );
  const texts = new Map([[name, declarationOf({ name, path }) ?? '']]);
  // A map hands out what is added to it while it is walked.
  for (const text of texts.values()) {
    for (const [other, at] of own) {
      if (!texts.has(other) && uses(text, other)) texts.set(other, blockAt(lines, at));
    }
  }
  return [...texts.values()].join('\n');
}

/** Whether some interface that the file imports has a member of this name. */
function isMember({ name, path }: Declared): boolean {
  const member = new RegExp(String.raw`^\s+(?:readonly )?${name}\??[(:]`, 'm');
  return read(path).imports.some((one) => member.test(read(one.path).lines.join('\n')));
}

/**
 * Whether the caller, or what it calls in its own file, calls the other: by the name it imports, or as a method of an interface
 * that the other's file implements.
 */
export function reaches(caller: Declared, called: Declared): boolean {
  const text = withOwn(caller);
  if (caller.path === called.path) return uses(text, called.name);
  const imported = read(caller.path).imports.filter(({ path }) => path === called.path);
  const names = imported.flatMap((one) => one.names.split(',').map((name) => name.trim().split(' as ')));
  const own = names.find(([name]) => name === called.name);
  if (own !== undefined) return uses(text, own.at(-1) ?? called.name);
  return isMember(called) && new RegExp(String.raw`\.${called.name}\(`).test(text);
}
