/** The documentation says what the code says: hold reasons, health states, outcomes, verdicts, commands and links. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HEALTH_STATES, OUTCOMES, VERDICTS } from '../core/vocabulary.ts';
import { HOLD_REASONS } from '../core/holds/reasons.ts';

const ROOT = resolve(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Ten minutes at 220 words a minute. */
const WORDS_MAX = 2_200;
/** Pages, or long tables of them, that `npm run schema` and `npm run sim` write. */
const GENERATED = ['holds.md', 'permissions.md', 'simulation.md'];

const documents = ['.', 'docs', 'docs/adr', 'runbooks', 'lab'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

/** First cells of the rows of every table under a heading. */
function rowsUnder(text: string, heading: string): readonly string[] {
  const section = text.split(new RegExp(`^##+ ${heading}$`, 'm'))[1]?.split(/^## /m)[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)`\s*\|/gm)].map((match) => match[1] ?? '');
}

/** As GitHub makes them: lower case, without punctuation, a hyphen for each space. */
function headingsOf(text: string): ReadonlySet<string> {
  const titles = [...text.matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? '');
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

describe('the documentation', () => {
  it.each([
    { case: 'hold reason', rows: rowsUnder(read('docs/holds.md'), 'Holds'), words: HOLD_REASONS },
    { case: 'verdict', rows: rowsUnder(read('docs/verdicts.md'), 'Verdicts'), words: VERDICTS },
    { case: 'health state', rows: rowsUnder(read('docs/workflow.md'), 'Health states'), words: HEALTH_STATES },
    { case: 'outcome', rows: rowsOfOutcomes(), words: OUTCOMES },
  ])('has one row for every $case, and none spare', ({ rows, words }) => {
    expect(rows.toSorted()).toEqual([...words].toSorted());
  });

  it('has links that lead somewhere', () => {
    expect(documents.length).toBeGreaterThan(8);
    const broken = documents.flatMap((document) =>
      [...read(document).matchAll(/\]\((?!https?:)([^)#]+)(#[^)]*)?\)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !existsSync(resolve(ROOT, dirname(document), target)))
        .map((target) => `${document}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('has links to headings that exist', () => {
    const broken = documents.flatMap((document) =>
      [...read(document).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)].flatMap(([, path = '', heading = '']) => {
        const target = path === '' ? document : join(dirname(document), path);
        return !target.endsWith('.md') || headingsOf(read(target)).has(heading)
          ? []
          : [`${document}: ${path}#${heading}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('has a map that leads to every page', () => {
    const linked = new Set([...read('docs/README.md').matchAll(/\]\(([\w-]+\.md)/g)].map((match) => match[1] ?? ''));
    const pages = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md') && name !== 'README.md');
    expect([...linked].toSorted()).toEqual(pages.toSorted());
  });

  it('is read in ten minutes, page by page, but for what a program writes and people look up', () => {
    const long = readdirSync(join(ROOT, 'docs')).filter(
      (name) => name.endsWith('.md') && read(`docs/${name}`).split(/\s+/).length > WORDS_MAX,
    );
    expect(long.toSorted()).toEqual(GENERATED);
  });

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const named = documents.flatMap((document) =>
      [...read(document).matchAll(/`?npm (?:run )?([a-z:]+)/g)].map((match) => match[1] ?? ''),
    );
    const builtIn = ['ci', 'install', 'audit', 'pack'];
    expect(named.filter((name) => !(name in scripts) && !builtIn.includes(name))).toEqual([]);
  });
});

describe('a documented command', () => {
  it('never begins with `node` and a TypeScript file, which the oldest Node that is promised cannot run', () => {
    const commands = documents.flatMap((document) =>
      [...read(document).matchAll(/^\s*(?:`{0,3})(node\s+\S+\.ts)|`(node\s+\S+\.ts)/gm)].map(
        ([, line, quoted]) => `${document}: ${line ?? quoted ?? ''}`,
      ),
    );
    expect(commands).toEqual([]);
  });
});

/** The outcomes' table stands before the first heading of its level. */
function rowsOfOutcomes(): readonly string[] {
  const text = read('docs/workflow.md').split('## Health states')[0] ?? '';
  return [...text.matchAll(/^\| `([^`]+)`\s*\|/gm)].map((match) => match[1] ?? '');
}
