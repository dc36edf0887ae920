/** What limits cost, for the page and for a terminal. */
import type { LimitCosts } from '../measure/limit-costs.ts';
import { pointsWithInterval, row, signed, withInterval } from './figures.ts';
import { tableOf } from './table.ts';

const CELL_WIDTH = 16;
const COLUMNS = ['Waited', 'Minutes each', 'Another remedy', 'A person asked'] as const;

/** Sections of the page. @param incidents of each world */
export function limitSections({ withheld, added }: LimitCosts, incidents: number): readonly string[] {
  if (withheld.length === 0 && added.length === 0) return [];
  const rows = withheld.map((row) => [`\`${row.reason}\``, ...cellsOf(row, incidents)]);
  const without = added.map(({ policy, downtimeMinutes, cost, paged }) => [
    `\`${policy}\``,
    withInterval(downtimeMinutes, 2),
    withInterval(cost, 2),
    pointsWithInterval(paged),
  ]);
  return [
    '### What limits cost',
    "All policies but `restart` are played inside the product's own limits. What they held back from `ours`, of 1,000 incidents, by [reason](decisions.md):",
    tableOf([['Reason', ...COLUMNS], ...rows]),
    'What is added to `ours` by limits, against the healer without them: minutes per incident, and incidents for which a person is asked. Limits are for nights of which this world has few, so this is their price and not their worth; the worth of the storm brake is in the storms below.',
    tableOf([['Without', 'Downtime', 'Cost', 'Paged'], ...without]),
  ];
}

/** Lines for a terminal. @param incidents of each world */
export function limitLines({ withheld, added }: LimitCosts, incidents: number): readonly string[] {
  if (withheld.length === 0) return [];
  const line = (title: string, cells: readonly string[]) => row(title, cells, CELL_WIDTH);
  return [
    line(
      'Held back by limits, of 1,000 incidents',
      COLUMNS.map((column) => column.toLowerCase()),
    ),
    ...withheld.map((row) => line(row.reason, cellsOf(row, incidents))),
    ...added.map(({ policy, downtimeMinutes, paged }) => {
      const more = `${signed(downtimeMinutes.mean)} min downtime, ${signed(paged.mean)} points paged by limits`;
      return line(policy, [more]);
    }),
    '',
  ];
}

function cellsOf(row: LimitCosts['withheld'][number], incidents: number): readonly string[] {
  const of = (count: number): string => ((1_000 * count) / incidents).toFixed(1);
  const each = row.waited === 0 ? '' : (row.minutes / row.waited).toFixed(1);
  return [of(row.waited), each, of(row.instead), of(row.paged)];
}
