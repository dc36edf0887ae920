/**
 * The arrows between the folders, and the house rules a linter cannot see. A test of the text of the sources, so it first
 * proves that it saw them.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACTION_KINDS, type ActionKind } from '../core/vocabulary.ts';
import { actionFunction } from '../lib/functions.ts';
import { CORE_LAYERS } from './support/core-layers.ts';

const ROOT = resolve(import.meta.dirname, '..');
const FOLDERS = ['bin', 'cli', 'lib', 'core', 'lambdas', 'lab', 'packages', 'sim', 'test'] as const;
type Folder = (typeof FOLDERS)[number];

/** What each folder may import of the others; itself always. Reasons are in docs/adr/0001-layout-and-arrows.md. */
const ARROWS: Readonly<Record<Folder, readonly RegExp[]>> = {
  core: [],
  lambdas: [/^core\//],
  lib: [
    /^core\/(vocabulary|fnv1a|catalog\/.*|holds\/reasons|telemetry\/metrics|config\/.*|cost\/.*|runbook\/.*|service-kind\/.*|incident\/(?:command|message))\.ts$/,
  ],
  bin: [/^lib\//, /^core\/(config|cost|runbook)\/.*/, /^core\/(remedies\/service-table|holds\/hold-table)\.ts$/],
  cli: [/^core\//, /^lambdas\/adapters\//],
  lab: [/^core\//],
  packages: [],
  sim: [/^core\//],
  test: [/.*/],
};

/** An AWS on 127.0.0.1 that knows nothing of the healer. */
const LOOPBACK = 'packages/loopback-aws/src/';

const PACKAGES: Readonly<Partial<Record<Folder, readonly RegExp[]>>> = {
  core: [/^zod$/, /^yaml$/],
  lambdas: [/^@aws-sdk\//, /^@smithy\//, /^node:/],
  cli: [/^@aws-sdk\//, /^node:/],
  packages: [/^jsonata$/, /^node:/, /^@aws-sdk\//, /^loopback-aws\//],
};

/** Core files that may import zod and yaml: they read what people write, and no Lambda loads them. */
const CODEC = /^core\/(runbook|config)\//;

/** The one file that says what stored types are made of, in every Lambda: by the small part of zod. */
const SHAPES = 'core/shape.ts -> zod/mini';

/** What reads YAML and checks configuration at synth; in a Lambda it would only make every start slower. */
const SYNTH_PACKAGES = ['zod', 'yaml'];

/**
 * Beside a remedy's folder. The simulated world has remedies of its own, with figures of each; a scenario of the lab says which
 * remedy ends it.
 */
const NAMES_REMEDIES =
  /^(core\/vocabulary|core\/remedies\/registry|lib\/permissions\/.*|sim\/(?:world|policies|measure)\/.*|lab\/scenarios\/.*)\.ts$/;

/** Words that say nothing about what is in a folder or file. */
const EMPTY_NAMES = /(^|\/)(utils?|helpers?|common|shared|types|misc|scripts)(\/|\.ts$)/;

interface Source {
  readonly path: string;
  readonly folder: Folder;
  readonly text: string;
  readonly imports: readonly string[];
  /** Those that are there when it runs: types are not. */
  readonly runtimeImports: readonly string[];
}

const sources: readonly Source[] = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const text = readFileSync(join(ROOT, folder, name), 'utf8');
      const found = [...text.matchAll(/^(?:import|export)( type)?[^'"]*?from\s+'([^']+)'/gm)];
      const imports = found.map((match) => match[2] ?? '');
      const runtimeImports = found.filter((match) => match[1] === undefined).map((match) => match[2] ?? '');
      return { path: `${folder}/${name}`, folder, text, imports, runtimeImports };
    }),
);

function inside({ path }: Source, specifier: string): string {
  return relative(ROOT, resolve(ROOT, dirname(path), specifier));
}

/** Every file that runs when these do, each once. */
function reachableFrom(starts: readonly Source[]): readonly Source[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set(starts);
  // A set hands out what is added to it while it is walked.
  for (const source of reached) {
    for (const specifier of source.runtimeImports.filter((name) => name.startsWith('.'))) {
      const target = byPath.get(inside(source, specifier));
      if (target === undefined) throw new Error(`${source.path} imports ${specifier}, which is no source`);
      reached.add(target);
    }
  }
  return [...reached];
}

describe('architecture', () => {
  it('sees every folder', () => {
    expect(sources.length).toBeGreaterThan(100);
    for (const folder of FOLDERS) expect(sources.some((source) => source.folder === folder)).toBe(true);
  });

  it('lets imports point only where the arrows allow', () => {
    const wrong = sources.flatMap((source) =>
      source.imports
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => inside(source, specifier))
        .filter((target) => !target.startsWith(`${source.folder}/`))
        .filter((target) => !ARROWS[source.folder].some((allowed) => allowed.test(target)))
        .map((target) => `${source.path} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the rooms of the core in layers, type imports counted', () => {
    const roomOf = (path: string): string => /^core\/(?:([^/]+)\/)?/.exec(path)?.[1] ?? '.';
    const core = sources.filter(({ folder }) => folder === 'core');
    expect([...new Set(core.map(({ path }) => roomOf(path)))].toSorted()).toEqual([...CORE_LAYERS].toSorted());
    const wrong = core.flatMap((source) =>
      source.imports
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => inside(source, specifier))
        .filter((target) => CORE_LAYERS.indexOf(roomOf(target)) > CORE_LAYERS.indexOf(roomOf(source.path)))
        .map((target) => `${source.path} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('names a remedy in its folder, its registry, its Lambda and its permissions only', () => {
    const code = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    const namesOf = (kind: ActionKind) => {
      const named = new RegExp(String.raw`'${kind}'|^\s*${kind}:`, 'm');
      return sources.filter(({ folder, text }) => folder !== 'test' && named.test(code(text)));
    };
    const wrong = ACTION_KINDS.flatMap((kind) => {
      const own = `core/remedies/${actionFunction(kind)}/`;
      expect(namesOf(kind).some(({ path }) => path.startsWith(own))).toBe(true);
      return namesOf(kind).filter(({ path }) => !path.startsWith(own) && !NAMES_REMEDIES.test(path));
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('keeps the policy simulator, which is under the AGPL, in the tests', () => {
    const users = sources.filter(({ imports }) => imports.some((name) => name.startsWith('@cloud-copilot/')));
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter(({ folder }) => folder !== 'test').map(({ path }) => path)).toEqual([]);
  });

  it('uses the loopback AWS in the lab and in tests alone', () => {
    const users = sources.filter(({ imports }) => imports.some((name) => name.startsWith('loopback-aws/')));
    const folders = new Set(users.map(({ folder }) => folder));
    expect([...folders].toSorted()).toEqual(['lab', 'packages', 'test']);
  });

  it('keeps packages and Node out of the core, and all but the AWS SDK out of the Lambdas', () => {
    const wrong = sources.flatMap((source) => {
      const allowed = PACKAGES[source.folder];
      if (allowed === undefined) return [];
      const packages = source.imports.filter((specifier) => !specifier.startsWith('.'));
      const known = source.folder === 'core' && !CODEC.test(source.path) ? [] : allowed;
      return packages
        .filter((name) => !known.some((pattern) => pattern.test(name)))
        .map((name) => `${source.path} -> ${name}`);
    });
    expect([...new Set(wrong)]).toEqual([SHAPES]);
  });

  it('loads no reader of configuration or YAML in a Lambda, however indirectly', () => {
    const loaded = reachableFrom(sources.filter(({ path }) => path.startsWith('lambdas/handlers/')));
    expect(loaded.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['core/decide/decide.ts', 'core/catalog/catalog.ts']),
    );
    const readers = loaded.filter(({ runtimeImports }) => SYNTH_PACKAGES.some((name) => runtimeImports.includes(name)));
    expect(readers.map(({ path }) => path)).toEqual([]);
  });

  it('keeps clock, randomness and environment out of the core', () => {
    const impure =
      /\b(Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|process\.|setTimeout\(|setInterval\(|globalThis)/;
    const wrong = sources.filter(({ folder, text }) => folder === 'core' && impure.test(text)).map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it('lets only the clocks of the loopback AWS tell time', () => {
    const timed = sources
      .filter(
        ({ path }) => path.startsWith(LOOPBACK) && !path.endsWith('clock.ts') && !path.startsWith(`${LOOPBACK}lambda/`),
      )
      .filter(({ text }) =>
        /\b(Date\.now\(|setTimeout\(|setInterval\()/.test(text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')),
      )
      .map(({ path }) => path);
    expect(timed).toEqual([]);
  });

  it('gives every file a name that says what is in it, and a header that says why it exists', () => {
    const named = sources.filter(({ path }) => EMPTY_NAMES.test(path)).map(({ path }) => path);
    expect(named).toEqual([]);
    const bare = sources
      .filter(({ folder, path }) => folder !== 'test' && !path.endsWith('.d.ts'))
      .filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text))
      .map(({ path }) => path);
    expect(bare).toEqual([]);
  });

  it('keeps handlers free of decisions: at most 30 lines and no if', () => {
    const handlers = sources.filter(({ path }) => path.startsWith('lambdas/handlers/'));
    expect(handlers.length).toBeGreaterThanOrEqual(10);
    const thick = handlers
      .filter(({ text }) => text.split('\n').length > 30 || /\bif \(/.test(text))
      .map(({ path }) => path);
    expect(thick).toEqual([]);
  });

  it('leaves nothing unfinished and nothing switched off', () => {
    const marks = /\b(TODO|FIXME|XXX|HACK)\b|@ts-ignore|@ts-nocheck|\bas any\b|\bvi\.mock\(|\.(skip|only)\(/;
    const wrong = sources
      .filter(({ path }) => path !== 'test/architecture.test.ts')
      .filter(({ text }) => marks.test(text))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });
});
