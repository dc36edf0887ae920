/**
 * Chooses the runbook files of a healer: the shipped ones and those of the user's directory. A user's file adds a failure
 * type or replaces the shipped file of the same name; it never removes others. A file that would be ignored is a mistake,
 * because its author relies on it.
 */
import { readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { RunbookFile } from '../core/runbook/parse.ts';
import type { Finding } from '../core/runbook/problem.ts';

const SHIPPED_DIRECTORY = resolve(import.meta.dirname, '../runbooks');
const ENDING = '.yaml';
/** What may be beside runbooks: instructions, their schema, and hidden files of editors and systems. */
const BESIDE_RUNBOOKS = /^\.|\.md$|\.schema\.json$/;

export interface RunbookFiles {
  readonly files: readonly RunbookFile[];
  /** The user's files, relative to the working directory, by their effect on the shipped ones. */
  readonly added: readonly string[];
  readonly replacing: readonly string[];
}

/** Problems of a user's directory: missing, without a runbook, or with a file that would be ignored. */
export function directoryFindings(property: string, directory: string, ending: string): readonly Finding[] {
  const path = [property];
  const fix = `give the directory of the *${ending} files, or leave it out`;
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return [{ path, value: directory, problem: `there is no directory ${JSON.stringify(directory)}`, fix }];
  }
  if (readdirSync(directory).some((name) => name.endsWith(ending))) return [];
  return [{ path, value: directory, problem: `there is no *${ending} in ${JSON.stringify(directory)}`, fix }];
}

/** Files and folders of a runbook directory that the healer ignores. */
export function overlookedFiles(property: string, directory: string): readonly Finding[] {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const entries = readdirSync(directory, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.filter(isOverlooked).map((entry) => {
    const fix = entry.isDirectory()
      ? `move its runbooks into ${shown(directory)}, or the folder elsewhere`
      : `name it <failure type>${ENDING} if it is a runbook, or move it elsewhere`;
    const problem = `${shown(join(directory, entry.name))} is not a *${ENDING} file, so the healer would ignore it`;
    return { path: [property], value: entry.name, problem, fix };
  });
}

function isOverlooked(entry: Dirent): boolean {
  if (BESIDE_RUNBOOKS.test(entry.name)) return false;
  return entry.isDirectory() || !entry.name.endsWith(ENDING);
}

/**
 * Reads the shipped runbooks and those of the directory. @param own an existing directory; absent for the shipped ones
 * alone
 */
export function runbookFiles(own?: string): RunbookFiles {
  const shipped = filesIn(SHIPPED_DIRECTORY);
  if (own === undefined || resolve(own) === SHIPPED_DIRECTORY) return { files: shipped, added: [], replacing: [] };
  const mine = filesIn(own);
  const shippedNames = new Set(shipped.map(({ name }) => name));
  const mineNames = new Set(mine.map(({ name }) => name));
  const files = [...shipped.filter(({ name }) => !mineNames.has(name)), ...mine];
  return {
    // Sorted by name, whatever the directory: the catalog's bytes must not depend on it.
    files: files.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    added: mine.filter(({ name }) => !shippedNames.has(name)).map(({ file }) => file),
    replacing: mine.filter(({ name }) => shippedNames.has(name)).map(({ file }) => file),
  };
}

const NO_FILES: RunbookFiles = { files: [], added: [], replacing: [] };

/** Reports the user's runbooks at synth, so that a shipped one is never replaced unnoticed. */
export function sayOwnRunbooks(healer: IConstruct, { added, replacing }: RunbookFiles = NO_FILES): void {
  for (const file of added) Annotations.of(healer).addInfo(`${file} is added to the shipped runbooks`);
  for (const file of replacing) {
    Annotations.of(healer).addInfo(`${file} replaces the shipped runbook of that name`);
  }
}

function filesIn(directory: string): readonly (RunbookFile & { readonly name: string })[] {
  const names = readdirSync(directory).filter((name) => name.endsWith(ENDING));
  return names.toSorted().map((name) => {
    const path = join(directory, name);
    return { name, file: shown(path), text: readFileSync(path, 'utf8') };
  });
}

/** As people would type it: relative inside the project, absolute elsewhere. */
function shown(path: string): string {
  const within = relative(process.cwd(), path);
  return within.startsWith('..') ? path : within;
}
