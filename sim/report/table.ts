/** Markdown tables, laid out as the formatter lays them out, so that generated pages need no second pass. */

/** @param rows cells without line breaks; the first row is the heading */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const clean = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const columns = clean[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, i) => Math.max(3, ...clean.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, i) => (cells[i] ?? '').padEnd(width)).join(' | ')} |`;
  const [heading = [], ...body] = clean;
  return [line(heading), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join('\n');
}
