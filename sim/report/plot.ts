/**
 * The plot of the documentation, as SVG text: what an incident costs under each policy, and how that changes with
 * experience. Colours are those of Okabe and Ito, told apart by colour-blind people; lines differ in dashes as well.
 */
import type { Interval } from '../measure/interval.ts';
import type { PolicySummary, Report } from '../measure/report.ts';
import { POLICIES, type PolicyEntry, type PolicyName } from '../policies/registry.ts';
import { grouped } from './figures.ts';

const WIDTH = 860;
const LABEL_WIDTH = 270;
const BAR_HEIGHT = 18;
const ROW_HEIGHT = 26;
const TOP = 48;
const CURVE_HEIGHT = 300;
const MARGIN = 60;

const COLOURS: Readonly<Record<PolicyEntry['kind'], string>> = {
  baseline: '#999999',
  ours: '#0072b2',
  part: '#56b4e9',
  bound: '#009e73',
};

interface Line {
  readonly name: PolicyName;
  readonly colour: string;
  readonly dashes: string;
}

const LINES: readonly Line[] = [
  { name: 'runbookReversed', colour: '#d55e00', dashes: '2 4' },
  { name: 'runbook', colour: '#e69f00', dashes: '8 4' },
  { name: 'oursOnReversed', colour: '#cc79a7', dashes: '10 3 2 3' },
  { name: 'ours', colour: '#0072b2', dashes: 'none' },
  { name: 'greedy', colour: '#009e73', dashes: '4 2' },
];

/** A complete SVG document. */
export function plotOf(report: Report): string {
  const bars = barsOf(report);
  const curveTop = TOP + bars.height + 80;
  const height = curveTop + CURVE_HEIGHT + 70;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="13" role="img" aria-label="Cost by policy and learning curves">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    heading(
      24,
      `Minutes an incident costs, by policy (${report.seeds} worlds of ${grouped(report.incidents)} incidents)`,
    ),
    ...bars.elements,
    heading(curveTop - 24, 'Mean cost of the first n incidents, minutes'),
    ...curveOf(report, curveTop),
    '</svg>',
    '',
  ].join('\n');
}

function heading(y: number, text: string): string {
  return `<text x="12" y="${y}" font-size="16" font-weight="bold">${text}</text>`;
}

function barsOf(report: Report): { readonly height: number; readonly elements: readonly string[] } {
  const shown = (Object.entries(report.policies) as [PolicyName, PolicySummary][]).filter(
    ([name]) => POLICIES[name].kind !== 'part',
  );
  const most = Math.max(1, ...shown.map(([, { cost }]) => cost.high ?? cost.mean));
  const x = (minutes: number): number => LABEL_WIDTH + (minutes / most) * (WIDTH - LABEL_WIDTH - 70);
  const elements = shown.flatMap(([name, { cost }], index) => {
    const y = TOP + index * ROW_HEIGHT;
    const middle = y + BAR_HEIGHT / 2;
    const end = x(cost.high ?? cost.mean) + 8;
    return [
      `<text x="${LABEL_WIDTH - 8}" y="${middle + 4}" text-anchor="end">${escaped(POLICIES[name].title)}</text>`,
      `<rect x="${LABEL_WIDTH}" y="${y}" width="${rounded(x(cost.mean) - LABEL_WIDTH)}" height="${BAR_HEIGHT}" fill="${COLOURS[POLICIES[name].kind]}"/>`,
      whisker(cost, middle, x),
      `<text x="${rounded(end)}" y="${middle + 4}">${cost.mean.toFixed(1)}</text>`,
    ];
  });
  return { height: shown.length * ROW_HEIGHT, elements };
}

function whisker({ low, high }: Interval, y: number, x: (minutes: number) => number): string {
  if (low === null || high === null) return '';
  const [from, to] = [rounded(x(low)), rounded(x(high))];
  return `<path d="M${from} ${y - 4}V${y + 4}M${from} ${y}H${to}M${to} ${y - 4}V${y + 4}" stroke="#000000" fill="none"/>`;
}

interface Axes {
  readonly x: (incidents: number) => number;
  readonly y: (minutes: number) => number;
}

function curveOf(report: Report, top: number): readonly string[] {
  const lines = LINES.flatMap((line) => {
    const summary = report.policies[line.name];
    return summary === undefined ? [] : [{ ...line, points: pointsOf(summary) }];
  });
  const all = lines.flatMap(({ points }) => points);
  if (all.length === 0) return [`<text x="12" y="${top + 20}">Too few incidents for a curve.</text>`];
  const marks = [...new Set(all.map(({ at }) => at))];
  const most = Math.ceil(Math.max(...all.map(({ value }) => value)) / 5) * 5;
  const span = Math.log((marks.at(-1) ?? 1) / (marks[0] ?? 1)) || 1;
  const axes: Axes = {
    x: (incidents) => MARGIN + (Math.log(incidents / (marks[0] ?? 1)) / span) * (WIDTH - MARGIN - 240),
    y: (minutes) => top + CURVE_HEIGHT - (minutes / most) * CURVE_HEIGHT,
  };
  return [
    ...gridOf(axes, marks, most, top),
    ...lines.flatMap((line, index) => lineOf(line, axes, top + 14 + index * 24)),
  ];
}

interface Point {
  readonly at: number;
  readonly value: number;
}

function pointsOf({ curve }: PolicySummary): readonly Point[] {
  return Object.entries(curve).map(([at, { mean }]) => ({ at: Number(at), value: mean }));
}

function gridOf({ x, y }: Axes, marks: readonly number[], most: number, top: number): readonly string[] {
  const right = rounded(x(marks.at(-1) ?? 1));
  const levels = Array.from({ length: Math.floor(most / 5) + 1 }, (_, index) => index * 5);
  return [
    ...levels.flatMap((level) => [
      `<path d="M${MARGIN} ${rounded(y(level))}H${right}" stroke="#dddddd"/>`,
      `<text x="${MARGIN - 8}" y="${rounded(y(level)) + 4}" text-anchor="end">${level}</text>`,
    ]),
    ...marks.map(
      (mark) =>
        `<text x="${rounded(x(mark))}" y="${top + CURVE_HEIGHT + 20}" text-anchor="middle">${grouped(mark)}</text>`,
    ),
    `<text x="${(MARGIN + right) / 2}" y="${top + CURVE_HEIGHT + 44}" text-anchor="middle">incidents so far, n</text>`,
  ];
}

function lineOf(
  { name, colour, dashes, points }: Line & { readonly points: readonly Point[] },
  { x, y }: Axes,
  legendY: number,
): readonly string[] {
  const path = points
    .map(({ at, value }, i) => `${i === 0 ? 'M' : 'L'}${rounded(x(at))} ${rounded(y(value))}`)
    .join('');
  const style = `stroke="${colour}" stroke-width="2.5" stroke-dasharray="${dashes}" fill="none"`;
  const left = WIDTH - 225;
  return [
    `<path d="${path}" ${style}/>`,
    `<path d="M${left} ${legendY}h34" ${style}/>`,
    `<text x="${left + 42}" y="${legendY + 4}" font-size="11">${escaped(LEGEND[name] ?? name)}</text>`,
  ];
}

/** Short enough to stand beside the curve. */
const LEGEND: Readonly<Partial<Record<PolicyName, string>>> = {
  runbookReversed: 'reversed runbook',
  runbook: 'good runbook',
  oursOnReversed: 'Healer on the reversed one',
  ours: 'Healer on the good one',
  greedy: 'knows every probability',
};

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
