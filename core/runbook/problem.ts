/**
 * A mistake in a runbook or in the configuration: where it is, which value, what is allowed and how to fix it. Every
 * check reports in this form, so that all mistakes read alike.
 */

import type * as z from 'zod';

/** Keys and indexes from the root of the file to the value. */
export type Path = readonly (string | number)[];

/** A mistake inside one document, without file and line. */
export interface Finding {
  readonly path: Path;
  /** The value there; absent for a missing one. */
  readonly value?: unknown;
  /** What is wrong, without a full stop: `unknown remedy "restart"`. */
  readonly problem: string;
  readonly allowed?: readonly string[];
  /** What to do: `did you mean replaceTasks?`. */
  readonly fix?: string;
}

export interface Problem extends Finding {
  readonly file: string;
  /** 1-based; absent where the file is a program rather than data. */
  readonly line?: number;
  readonly column?: number;
}

/** Adds the mistake of a value to those that its schema found. @param path from the value to the part that is wrong */
export function addMistake(
  context: z.RefinementCtx,
  { problem, fix }: Pick<Finding, 'problem' | 'fix'>,
  path: Path = [],
): void {
  const params = fix === undefined ? {} : { params: { fix } };
  context.addIssue({ code: 'custom', path: [...path], message: problem, ...params });
}

/** `remedies[1].remedy`; empty for the root. */
function renderPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

/** One line: `file:line:column path: problem (allowed: a, b); fix`. */
export function renderProblem(problem: Problem): string {
  const position = problem.line === undefined ? '' : `:${problem.line}:${problem.column ?? 1}`;
  const path = problem.path.length === 0 ? '' : ` ${renderPath(problem.path)}`;
  const { allowed: words = [] } = problem;
  const allowed = words.length === 0 ? '' : ` (allowed: ${words.join(', ')})`;
  const fix = problem.fix === undefined ? '' : `; ${problem.fix}`;
  return `${problem.file}${position}${path}: ${problem.problem}${allowed}${fix}`;
}

/** All problems, one a line, in the order of the files. */
export function renderProblems(problems: readonly Problem[]): string {
  return problems.map(renderProblem).join('\n');
}
