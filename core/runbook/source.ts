/**
 * Reads a runbook's YAML as plain data, with the position of each value. It refuses YAML features that hide mistakes:
 * aliases, merge keys, duplicate keys, tags, several documents.
 */
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  parseAllDocuments,
  visit,
  type Document,
  type Node,
} from 'yaml';
import type { Finding, Path, Problem } from './problem.ts';

/** Larger than any runbook that a person could review; limits the time spent on a wrong file. */
export const TEXT_LENGTH_MAX = 64 * 1024;

export type Source =
  | { readonly kind: 'ok'; readonly data: unknown; readonly place: (finding: Finding) => Problem }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/** Reads YAML. `place` finds the line and column of a finding. */
export function readSource(file: string, text: string): Source {
  const unreadable = refuseText(text);
  if (unreadable !== undefined)
    return { kind: 'invalid', problems: [{ file, line: 1, column: 1, path: [], ...unreadable }] };
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const document = 'empty' in documents ? undefined : documents[0];
  if (document === undefined || document.contents === null) {
    const fix = 'start with failureType: and the name of the file';
    return { kind: 'invalid', problems: [{ file, line: 1, column: 1, path: [], problem: 'the file is empty', fix }] };
  }
  const second = 'empty' in documents ? undefined : documents[1];
  const found = [
    ...syntaxErrors(document),
    ...surprises(document),
    ...(second === undefined
      ? []
      : [
          {
            offset: second.range[0],
            problem: 'a second document begins here',
            fix: 'keep one runbook in each file, without ---',
          },
        ]),
  ];
  if (found.length > 0) {
    const problems = found.map(({ offset, ...rest }) => ({ file, path: [], ...rest, ...position(lines, offset) }));
    return { kind: 'invalid', problems };
  }
  return {
    kind: 'ok',
    data: document.toJS(),
    place: (finding) => ({ file, ...finding, ...locate(document, lines, finding) }),
  };
}

function refuseText(text: string): { readonly problem: string; readonly fix: string } | undefined {
  if (text.length > TEXT_LENGTH_MAX) {
    return { problem: `the file has ${text.length} characters`, fix: `keep it below ${TEXT_LENGTH_MAX / 1024} KB` };
  }
  // A UTF-8 decoder writes U+FFFD for invalid bytes; a zero byte means UTF-16, or no text at all.
  if (text.includes('\u{FFFD}') || text.includes('\0'))
    return { problem: 'the file is not UTF-8 text', fix: 'save it as UTF-8' };
  return undefined;
}

interface Found {
  readonly offset: number;
  readonly problem: string;
  readonly fix?: string;
}

function syntaxErrors(document: Document.Parsed): readonly Found[] {
  const all = [...document.errors, ...document.warnings];
  const twice = all.filter(({ code }) => code === 'DUPLICATE_KEY');
  // Later syntax errors only follow from the first one.
  const first = all.filter(({ code }) => code !== 'DUPLICATE_KEY').slice(0, 1);
  return [
    ...twice.map(({ pos }) => ({ offset: pos[0], problem: 'this key stands here twice', fix: 'keep one' })),
    ...first.map(({ pos, message }) => ({
      offset: pos[0],
      problem: `not valid YAML: ${message.replace(/\s+/g, ' ').trim()}`,
    })),
  ];
}

/** Valid YAML that readers of the file would misread. */
function surprises(document: Document.Parsed): readonly Found[] {
  const found: Found[] = [];
  visit(document, (_key, node) => {
    if (isPair(node) && isScalar(node.key) && node.key.value === '<<') {
      found.push({
        offset: startOf(node.key),
        problem: 'merge keys (<<) are not supported',
        fix: 'write the keys out',
      });
    } else if (isAlias(node)) {
      found.push({
        offset: startOf(node),
        problem: `aliases (*${node.source}) are not supported`,
        fix: 'write the value out',
      });
    }
  });
  return found;
}

const startOf = (node: Node): number => node.range?.[0] ?? 0;

function position(lines: LineCounter, offset: number): { readonly line: number; readonly column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Position of the value at the path; of the key if it is unknown; of the surrounding block if the value is missing. */
function locate(
  document: Document.Parsed,
  lines: LineCounter,
  finding: Finding,
): { readonly line: number; readonly column: number } {
  const onKey = finding.problem.startsWith('unknown key');
  for (let length = finding.path.length; length > 0; length--) {
    const path: Path = finding.path.slice(0, length);
    const offset = offsetOf(document, path, onKey);
    if (offset !== undefined) return position(lines, offset);
  }
  return position(lines, startOf(document.contents as Node));
}

function offsetOf(document: Document.Parsed, path: Path, onKey: boolean): number | undefined {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const node: unknown = document.getIn(path, true);
  const pair = isMap(parent)
    ? parent.items.find((item) => isScalar(item.key) && item.key.value === path.at(-1))
    : undefined;
  const key = isScalar(pair?.key) ? startOf(pair.key) : undefined;
  const empty = isScalar(node) && node.value === null;
  if (key !== undefined && (onKey || empty)) return key;
  return (node as Node | undefined)?.range?.[0] ?? key;
}
