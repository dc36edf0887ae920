/**
 * Which runbook files a healer reads: those that come with it, and those of a directory of the user's own. A file of one's
 * own adds a failure type, or takes the place of the shipped one of the same name; the shipped ones are never lost by
 * writing one more. A file that would be overlooked is a mistake, because its author believes it is at work.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { RunbookFile } from '../core/runbook/parse.ts';
import type { Finding } from '../core/runbook/problem.ts';

/** The runbooks that come with the healer. */
const SHIPPED_DIRECTORY = resolve(import.meta.dirname, '../runbooks');
const ENDING = '.yaml';
/** What may stand beside runbooks: how to write them, their schema, and what an editor or a system hides. */
const BESIDE_RUNBOOKS = /^\.|\.md$|\.schema\.json$/;

export interface RunbookFiles {
  readonly files: readonly RunbookFile[];
  /** Files of the user's own, relative to where the command runs, by what they are to the shipped ones. */
  readonly added: readonly string[];
  readonly replacing: readonly string[];
}

/** What is wrong with a directory of one's own: not there, no runbook in it, or a file in it that would not be read. */
export function directoryFindings(property: string, directory: string, ending: string): readonly Finding[] {
  const path = [property];
  const fix = `give the directory of the *${ending} files, or leave it out`;
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return [{ path, value: directory, problem: `there is no directory ${JSON.stringify(directory)}`, fix }];
  }
  if (readdirSync(directory).some((name) => name.endsWith(ending))) return [];
  return [{ path, value: directory, problem: `there is no *${ending} in ${JSON.stringify(directory)}`, fix }];
}

/** Files and folders of a runbook directory that nothing would read. */
export function overlookedFiles(property: string, directory: string): readonly Finding[] {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const entries = readdirSync(directory, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.filter(isOverlooked).map((entry) => {
    const fix = entry.isDirectory()
      ? `move its runbooks into ${shown(directory)}, or the folder elsewhere`
      : `name it <failure type>${ENDING} if it is a runbook, or move it elsewhere`;
    const problem = `${shown(join(directory, entry.name))} is no *${ENDING} file, so it would not be read`;
    return { path: [property], value: entry.name, problem, fix };
  });
}

function isOverlooked(entry: Dirent): boolean {
  if (BESIDE_RUNBOOKS.test(entry.name)) return false;
  return entry.isDirectory() || !entry.name.endsWith(ENDING);
}

/** Reads the shipped runbooks and those of the directory. @param own a directory that exists; absent for the shipped alone */
export function runbookFiles(own?: string): RunbookFiles {
  const shipped = filesIn(SHIPPED_DIRECTORY);
  if (own === undefined || resolve(own) === SHIPPED_DIRECTORY) return { files: shipped, added: [], replacing: [] };
  const mine = filesIn(own);
  const shippedNames = new Set(shipped.map(({ name }) => name));
  const mineNames = new Set(mine.map(({ name }) => name));
  const files = [...shipped.filter(({ name }) => !mineNames.has(name)), ...mine];
  return {
    // Sorted by name, wherever a file is: the catalog's bytes must not depend on it.
    files: files.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    added: mine.filter(({ name }) => !shippedNames.has(name)).map(({ file }) => file),
    replacing: mine.filter(({ name }) => shippedNames.has(name)).map(({ file }) => file),
  };
}

const NO_FILES: RunbookFiles = { files: [], added: [], replacing: [] };

/** Says at synth which runbooks are the user's own, so that a shipped one is never replaced unnoticed. */
export function sayOwnRunbooks(healer: IConstruct, { added, replacing }: RunbookFiles = NO_FILES): void {
  for (const file of added) Annotations.of(healer).addInfo(`${file} is added to the shipped runbooks`);
  for (const file of replacing) {
    Annotations.of(healer).addInfo(`${file} takes the place of the shipped runbook of that name`);
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
