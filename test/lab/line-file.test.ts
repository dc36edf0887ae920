/** Files that a run of the lab keeps: whether they can be written is known before anything starts. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lineFile } from '../../lab/line-file.ts';

const ROOT = join(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'healer-kept-'));
const there = join(directory, 'there.jsonl');
writeFileSync(there, 'before\n');
afterAll(() => rmSync(directory, { recursive: true }));

describe('a file that is kept', () => {
  it('is there from the beginning, and gets line by line', () => {
    const path = join(directory, 'new.jsonl');
    const keep = lineFile(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('');
    keep('one');
    keep('two');
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  });

  it('keeps what is in it where it is added to', () => {
    lineFile(there, 'add')('after');
    expect(readFileSync(there, 'utf8')).toBe('before\nafter\n');
  });

  it.each([
    { case: 'one that is there', path: there, says: /there\.jsonl cannot be written: there is one already/ },
    { case: 'a folder that is not', path: join(directory, 'no/f'), says: /there is no such folder/ },
    { case: 'a folder under a file', path: join(there, 'f'), says: /there is no such folder/ },
  ])('is refused for $case', ({ path, says }) => {
    expect(() => lineFile(path, 'new')).toThrow(says);
  });

  it('is refused when it is a folder', () => {
    expect(() => lineFile(directory, 'add')).toThrow('it is a folder');
  });
});

describe('npm run lab', () => {
  it.each(['--decisions', '--calls'])('says before it starts anything that it cannot write %s', (option) => {
    const words = ['--scenario', 'high-cpu', option, join(directory, 'no/f.jsonl')];
    const { status, stdout, stderr } = spawnSync(process.execPath, ['lab/main.ts', ...words], { cwd: ROOT });
    expect({ status, out: String(stdout) }).toEqual({ status: 2, out: '' });
    expect(String(stderr)).toBe(`${join(directory, 'no/f.jsonl')} cannot be written: there is no such folder\n`);
  });
});
