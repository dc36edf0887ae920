/**
 * `docs/architecture.md` says which way an incident goes through the code. This test reads that list: each function must be
 * declared in its file, and called by the function it stands under.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../lib/functions.ts';
import { CORE_LAYERS } from './support/core-layers.ts';
import { declarationOf, reaches, type Declared } from './support/source-calls.ts';

const ROOT = resolve(import.meta.dirname, '..');
const PAGE = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');

/** A file that a reader of one move has to cross: more is a way that no reader keeps in mind. */
const FILES_OF_ONE_MOVE_MAX = 20;

interface Stop extends Declared {
  readonly section: string;
  readonly depth: number;
}

/** The text under a heading of the second level. */
function under(heading: string): string {
  const text = PAGE.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0];
  if (text === undefined) throw new Error(`no heading "${heading}"`);
  return text;
}

const lines: readonly { readonly section: string; readonly line: string }[] = under('The way of one incident')
  .split('\n### ')
  .flatMap((section) => {
    const [title = '', ...rest] = section.split('\n');
    return rest.filter((line) => /^ *- /.test(line)).map((line) => ({ section: title, line }));
  });

const STOP = /^( *)- `(\w+)` in \[[\w.-]+\]\(\.\.\/([^)]+)\)/;

const stops: readonly Stop[] = lines.flatMap(({ section, line }) => {
  const [, indent = '', name = '', path = ''] = STOP.exec(line) ?? [];
  return name === '' ? [] : [{ section, depth: indent.length / 2, name, path }];
});

/** The stop that this one is indented under. */
function callerOf(stop: Stop): Stop | undefined {
  const above = stops.slice(0, stops.indexOf(stop)).filter(({ section }) => section === stop.section);
  return above.findLast(({ depth }) => depth < stop.depth);
}

const label = ({ name, path }: Declared): string => `${name} in ${path}`;

/** Paths of the first links in the rows of the tables under the heading. */
function foldersOf(pattern: RegExp): readonly string[] {
  return [...under('Folders').matchAll(pattern)].map((match) => match[1] ?? '');
}

describe('the way of one incident in docs/architecture.md', () => {
  it('is a list of functions in files, every line of it', () => {
    expect(stops.length).toBeGreaterThan(70);
    const others = lines.filter(({ line }) => !STOP.test(line)).map(({ line }) => line);
    expect(others).toEqual([]);
  });

  it('names functions that their files declare', () => {
    const missing = stops.filter((stop) => !existsSync(join(ROOT, stop.path)) || declarationOf(stop) === undefined);
    expect(missing.map(label)).toEqual([]);
  });

  it('indents each function under one that calls it', () => {
    const wrong = stops.flatMap((stop) => {
      const caller = callerOf(stop);
      if (caller === undefined || reaches(caller, stop)) return [];
      return [`${label(caller)} does not call ${label(stop)}`];
    });
    expect(wrong).toEqual([]);
  });

  it('begins where AWS begins, or where the list has been before', () => {
    const nested = new Set(stops.filter(({ depth }) => depth > 0).map(label));
    const handlers = new Set(FUNCTION_NAMES.map((name) => `handler in lambdas/handlers/${name}.ts`));
    const begins = stops.filter(({ depth }) => depth === 0).map(label);
    expect(begins.filter((one) => !nested.has(one) && !handlers.has(one))).toEqual(['Healer in lib/healer.ts']);
  });

  it('crosses few files for one move, from the handler to the call of AWS and back to the recorded step', () => {
    const ofMove = stops.filter(({ section }) => section === 'Act: one move');
    const names = ofMove.map(({ name }) => name);
    for (const name of ['handler', 'next', 'journal', 'perform', 'writing', 'onActed']) expect(names).toContain(name);
    expect(new Set(ofMove.map(({ path }) => path)).size).toBeLessThanOrEqual(FILES_OF_ONE_MOVE_MAX);
  });
});

describe('the check of that list', () => {
  const perform = { name: 'perform', path: 'lambdas/stages/perform.ts' };

  it.each([
    { case: 'a function that another stage calls', name: 'stepAndSave', path: 'lambdas/stages/stage.ts' },
    { case: 'a method of a port that it does not ask', name: 'save', path: 'lambdas/adapters/dynamo-ledger.ts' },
    { case: 'a function behind the one it calls', name: 'writing', path: 'lambdas/adapters/aws-call.ts' },
  ])('sees that a function does not call $case', ({ name, path }) => {
    expect(reaches(perform, { name, path })).toBe(false);
  });

  it('sees a call through a port, and that a file declares no such function', () => {
    expect(reaches(perform, { name: 'stopTask', path: 'lambdas/adapters/ecs-services.ts' })).toBe(true);
    expect(declarationOf({ name: 'stopTask', path: 'lambdas/adapters/ecs-reads.ts' })).toBeUndefined();
  });
});

describe('the folders in docs/architecture.md', () => {
  it('are those of the core, in the order of its layers', () => {
    expect(foldersOf(/^\| \[`(?:core\/)?([^`]+)`\]\(\.\.\/core\//gm)).toEqual(
      CORE_LAYERS.map((folder) => (folder === '.' ? '*.ts' : folder)),
    );
  });

  it('are all folders with sources', () => {
    const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const named = folders
      .map(({ name }) => name)
      .filter((name) => !/^(\.|node_modules|cdk\.out|dist|coverage)/.test(name));
    const listed = foldersOf(/^\| \[`([\w/-]+)`\]\((?:\.\.\/(?!core\/)|README)/gm);
    expect(listed.map((path) => (path.includes('/') ? dirname(path) : path)).toSorted()).toEqual(named.toSorted());
  });
});
