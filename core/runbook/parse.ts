/**
 * Parses the text of a runbook file into the catalog's `Runbook` and its examples, or into all of its mistakes. Pure:
 * the caller finds and reads the files.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { Example } from './example.ts';
import { findingsOf } from './findings.ts';
import type { Finding, Problem } from './problem.ts';
import { findingsBetweenParts, wellFormedParts } from './rules.ts';
import { type RunbookDocument, runbookSchema } from './schema.ts';
import { readSource } from './source.ts';

export type ParsedRunbook =
  | { readonly kind: 'ok'; readonly runbook: Runbook; readonly examples: readonly Example[] }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

export interface RunbookFile {
  /** Path as people should read it in messages. */
  readonly file: string;
  readonly text: string;
}

export type ParsedRunbooks =
  | {
      readonly kind: 'ok';
      readonly runbooks: readonly Runbook[];
      /** By failure type. */
      readonly examples: Readonly<Record<string, readonly Example[]>>;
    }
  | {
      readonly kind: 'invalid';
      readonly problems: readonly Problem[];
      /** Runbooks without a mistake. */
      readonly good: readonly Runbook[];
      /** Names of the files with a mistake: the failure types they are meant to have. */
      readonly meant: readonly string[];
    };

/** Reads one runbook. All problems are collected, in the order of the lines. */
export function parseRunbook(file: string, text: string): ParsedRunbook {
  const source = readSource(file, text);
  if (source.kind === 'invalid') return source;
  const parsed = runbookSchema.safeParse(source.data);
  const findings: readonly Finding[] = [
    ...(parsed.success ? [] : findingsOf(parsed.error, runbookSchema, source.data)),
    ...findingsBetweenParts(wellFormedParts(source.data), file),
  ];
  if (!parsed.success || findings.length > 0) return { kind: 'invalid', problems: inOrder(findings.map(source.place)) };
  return { kind: 'ok', runbook: runbookOf(parsed.data), examples: parsed.data.examples };
}

/** Reads all runbooks. A failure type is unique among them because file names are. */
export function parseRunbooks(files: readonly RunbookFile[]): ParsedRunbooks {
  const parsed = files.map(({ file, text }) => ({ file, result: parseRunbook(file, text) }));
  const problems = parsed.flatMap(({ result }) => (result.kind === 'invalid' ? result.problems : []));
  const good = parsed.flatMap(({ file, result }) => (result.kind === 'ok' ? [{ file, ...result }] : []));
  const repeated = good.filter(
    ({ runbook }, index) => good.findIndex((other) => other.runbook.failureType === runbook.failureType) < index,
  );
  const all = [...problems, ...repeated.map(({ file, runbook }) => duplicate(file, runbook.failureType))];
  if (all.length > 0) {
    const wrong = parsed.filter(({ result }) => result.kind === 'invalid');
    const meant = wrong.map(({ file }) => file.replace(/^.*[\\/]|\.yaml$/g, ''));
    return { kind: 'invalid', problems: all, good: good.map(({ runbook }) => runbook), meant };
  }
  return {
    kind: 'ok',
    runbooks: good.map(({ runbook }) => runbook),
    examples: Object.fromEntries(good.map(({ runbook, examples }) => [runbook.failureType, examples])),
  };
}

function duplicate(file: string, failureType: string): Problem {
  const problem = `another file already has the runbook "${failureType}"`;
  return { file, line: 1, column: 1, path: ['failureType'], value: failureType, problem, fix: 'keep one' };
}

function runbookOf({ examples: _examples, ...runbook }: RunbookDocument): Runbook {
  return runbook;
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
