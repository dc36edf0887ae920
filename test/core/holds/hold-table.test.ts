/** The documentation has the table of holds as the code has it. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { holdTable } from '../../../core/holds/hold-table.ts';

const document = readFileSync(new URL('../../../docs/holds.md', import.meta.url), 'utf8');

/** Without the spaces with which the formatter fills the columns. */
const cells = (table: string): readonly (readonly string[])[] =>
  table
    .trim()
    .split('\n')
    .filter((line) => !/^\| -+/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));

test('docs/holds.md has the table of the present holds; if not, run npm run schema', () => {
  expect(cells(/npm run schema -->([\s\S]*)<!-- end -->/.exec(document)?.[1] ?? '')).toEqual(cells(holdTable()));
});
