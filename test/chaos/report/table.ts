/** The coverage as a table: a row for each point, a column for each fault; a dot where it cannot be. */
import { CALL_FAULTS, CONDITIONS, DELIVERIES, DISTURBANCES, FAULT_WORDS, type FaultKind } from '../faults/kinds.ts';
import type { CoverageFigures } from './coverage.ts';

const CALLS: readonly FaultKind[] = [...CALL_FAULTS, 'outage'];

/** @returns every point with the faults of its calls, then every state with what happened around them */
export function coverageTable(figures: CoverageFigures): string {
  const points = Object.entries(figures).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const calls = points.filter(([name]) => !/ (then|clock|delivery)$/.test(name));
  return [
    table(
      ['point', 'calls', ...CALLS],
      calls.map(([name, { calls: made, faults }]) => [name, String(made), ...CALLS.map((kind) => cell(faults[kind]))]),
    ),
    '',
    table(['state', ...DISTURBANCES, 'clock-skew'], states(points)),
    '',
    ...DELIVERIES.map((kind) => `${deliveriesOf(figures, kind)} ${kind}: ${FAULT_WORDS[kind]}`),
  ].join('\n');
}

/** Of events to the workflow, to the reaper, and of the sweep's schedule. */
function deliveriesOf(figures: CoverageFigures, kind: FaultKind): string {
  return ['events', 'Reap', 'Sweep'].map((to) => `${to} ${figures[`${to} delivery`]?.faults[kind] ?? 0}`).join(', ');
}

type Points = readonly (readonly [string, CoverageFigures[string]])[];

/** What happened while an execution was in each state, whichever call it was at. */
function states(points: Points): readonly (readonly string[])[] {
  const kinds: readonly FaultKind[] = [...DISTURBANCES, ...CONDITIONS.filter((kind) => kind !== 'outage')];
  const names = [...new Set(points.map(([name]) => name.split(' ')[0] ?? ''))].filter((name) => name !== 'events');
  return names.map((state) => {
    const own = points.filter(([name]) => name.startsWith(`${state} `));
    return [state, ...kinds.map((kind) => cell(sumOf(own.flatMap(([, { faults }]) => faults[kind] ?? []))))];
  });
}

/** Undefined where nothing of it is possible. */
function sumOf(counts: readonly number[]): number | undefined {
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}

function cell(count: number | undefined): string {
  return count === undefined ? '.' : String(count);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((text, column) => (column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
