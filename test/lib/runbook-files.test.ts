/** Runbooks of one's own are added to the shipped ones, and none of them is overlooked in silence. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { overlookedFiles, runbookFiles } from '../../lib/runbook-files.ts';
import { newHealer, newStack } from './support/user-app.ts';

const SHIPPED = readdirSync('runbooks').filter((name) => name.endsWith('.yaml'));

/** A directory with these files; a name that ends with a slash is a folder. */
function directoryWith(...names: readonly string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'healer-runbooks-'));
  for (const name of names) {
    if (name.endsWith('/')) mkdirSync(join(directory, name));
    else writeFileSync(join(directory, name), readFileSync('runbooks/high-cpu.yaml', 'utf8'));
  }
  return directory;
}

const namesOf = (directory?: string): readonly string[] =>
  runbookFiles(directory).files.map(({ file }) => basename(file));

describe('the runbooks of a healer', () => {
  it('are the shipped ones where no directory is given, or the shipped one is', () => {
    expect(SHIPPED.length).toBeGreaterThan(8);
    expect(namesOf()).toEqual(SHIPPED);
    expect(namesOf('runbooks')).toEqual(SHIPPED);
  });

  it('are the shipped ones and those of a directory of one’s own', () => {
    expect(namesOf(directoryWith('slow-disk.yaml'))).toEqual([...SHIPPED, 'slow-disk.yaml'].toSorted());
  });

  it('are those of one’s own where they have the name of a shipped one', () => {
    const directory = directoryWith('high-cpu.yaml');
    const found = runbookFiles(directory).files.filter(({ file }) => file.endsWith('high-cpu.yaml'));
    expect(found.map(({ file }) => file)).toEqual([join(directory, 'high-cpu.yaml')]);
    expect(namesOf(directory)).toEqual(SHIPPED);
  });

  it('are named at synth where they are one’s own: what is replaced apart from what is added', () => {
    const directory = mkdtempSync(join(tmpdir(), 'healer-runbooks-'));
    const text = readFileSync('runbooks/high-cpu.yaml', 'utf8');
    writeFileSync(join(directory, 'high-cpu.yaml'), text);
    writeFileSync(join(directory, 'hot-cpu.yaml'), text.replaceAll('high-cpu', 'hot-cpu'));
    const stack = newStack();
    const healer = newHealer(stack, { runbooksDirectory: directory });
    healer.heals({ cluster: 'shop', service: 'web' }, { runbooks: ['high-cpu', 'hot-cpu'] });
    (stack.node.root as App).synth();
    const said = Annotations.fromStack(stack).findInfo('/Shop/Healer', Match.anyValue());
    expect(said.map(({ entry }) => String(entry.data))).toEqual([
      `${join(directory, 'hot-cpu.yaml')} is added to the shipped runbooks`,
      `${join(directory, 'high-cpu.yaml')} replaces the shipped runbook of that name`,
    ]);
  });
});

describe('a file that the healer would ignore', () => {
  it.each([
    { case: 'another ending', name: 'slow-disk.yml', fix: /^name it <failure type>\.yaml/ },
    { case: 'capital letters in the ending', name: 'slow-disk.YAML', fix: /^name it <failure type>\.yaml/ },
    { case: 'no ending', name: 'slow-disk', fix: /^name it <failure type>\.yaml/ },
    { case: 'a folder', name: 'team-a/', fix: /^move its runbooks into / },
  ])('is a mistake: $case', ({ name, fix }) => {
    const [found, ...others] = overlookedFiles('runbooksDirectory', directoryWith('slow-disk.yaml', name));
    expect(others).toEqual([]);
    expect(found?.problem).toContain('is not a *.yaml file, so the healer would ignore it');
    expect(found?.fix).toMatch(fix);
  });

  it('is none that stands beside runbooks: the schema, a document, what an editor hides', () => {
    const directory = directoryWith('a.yaml', 'runbook.schema.json', 'README.md', '.DS_Store', '.vscode/');
    expect(overlookedFiles('runbooksDirectory', directory)).toEqual([]);
  });

  it('is said at synth', () => {
    const stack = newStack();
    newHealer(stack, { runbooksDirectory: directoryWith('high-cpu.yaml', 'slow-disk.yml') }).heals({
      cluster: 'shop',
      service: 'web',
    });
    expect(() => (stack.node.root as App).synth()).toThrow(
      /runbooksDirectory: .*slow-disk\.yml is not a \*\.yaml file/,
    );
  });
});
