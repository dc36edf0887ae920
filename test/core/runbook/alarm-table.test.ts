/** The table of alarms in the documentation is the one the runbooks make, however it is laid out. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { alarmTable } from '../../../core/runbook/alarm-table.ts';
import { runbookFiles, shippedRunbooks } from '../config/shop-config.ts';

/** Rows of cells: widths and rules between header and body are the formatter's matter. */
function cells(text: string): readonly (readonly string[])[] {
  const rows = text.split('\n').filter((line) => line.startsWith('|') && !/^[|\s-]+$/.test(line));
  return rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const made = cells(alarmTable(runbookFiles()));

test('docs/alarms.md has the table of the present runbooks; if not, run npm run schema', () => {
  const document = readFileSync(new URL('../../../docs/alarms.md', import.meta.url), 'utf8');
  expect(cells(/npm run schema -->([\s\S]*)<!-- end -->/.exec(document)?.[1] ?? '')).toEqual(made);
});

test('every alarm has its row, with a reason for what it makes of missing data', () => {
  const ids = shippedRunbooks().flatMap(({ failureType, watch }) => watch.map(({ id }) => `\`${failureType}-${id}\``));
  const [, ...rows] = made;
  expect(rows.map(([id]) => id).toSorted()).toEqual(ids.toSorted());
  expect(rows.filter((row) => (row.at(-1) ?? '').length < 10)).toEqual([]);
});
