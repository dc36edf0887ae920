/** The report for a terminal. */
import type { MendedRow } from '../measure/mended.ts';
import type { PolicySummary, Report } from '../measure/report.ts';
import { POLICIES, type PolicyName } from '../policies/registry.ts';
import { PLAYERS } from '../storm/players.ts';
import { UTILISATIONS, type StormRow } from '../storm/storms.ts';
import { limitLines } from './limit-costs.ts';
import { grouped, percentWithInterval, pointsWithInterval, row, TITLE_WIDTH, withInterval } from './figures.ts';

const CELL_WIDTH = 10;
const COST_WIDTH = 22;
/** Violations shown; the rest are as bad. */
const VIOLATIONS_SHOWN = 10;

export function textOf(report: Report): string {
  const policies = Object.entries(report.policies) as [PolicyName, PolicySummary][];
  const lines = [
    `${report.seeds} worlds of ${grouped(report.incidents)} incidents; minutes per incident, 95 % intervals over worlds.`,
    '',
    row('', ['cost', 'downtime', 'p99', 'wrong', 'paged', 'relapse', 'harm'], CELL_WIDTH, COST_WIDTH),
    ...policies.map(([name, summary]) => row(POLICIES[name].title, cellsOf(summary), CELL_WIDTH, COST_WIDTH)),
    '',
    ...report.differences.map(({ policy, against, percent, excludesZero, paged, pagedExcludesZero }) => {
      const title = `${policy} against ${against}`.padEnd(TITLE_WIDTH);
      return `${title}${percentWithInterval(percent)}${chance(excludesZero)}; paged ${pointsWithInterval(paged)}${chance(pagedExcludesZero)}`;
    }),
    '',
    ...mendedLines(report.mended),
    ...limitLines(report.limits, report.incidents),
    ...stormLines(report.storms),
    ...violationLines(report.violations),
  ];
  return `${lines.join('\n')}\n`;
}

function chance(sure: boolean): string {
  return sure ? '' : ', which may be chance';
}

/** One line per remedy that begins to work at half time. */
function mendedLines(mended: readonly MendedRow[]): readonly string[] {
  if (mended.length === 0) return [];
  return [
    'Forgetting nothing, where a remedy begins to work at half time',
    ...mended.map(({ remedy, percent, excludesZero }) => {
      return `${remedy.padEnd(TITLE_WIDTH)}${percentWithInterval(percent)}${chance(excludesZero)}`;
    }),
    '',
  ];
}

function cellsOf(summary: PolicySummary): readonly string[] {
  return [
    withInterval(summary.cost),
    summary.downtimeMinutes.toFixed(1),
    summary.downtimeP99.toFixed(0),
    summary.wrongActions.toFixed(2),
    `${(100 * summary.escalationRate).toFixed(0)} %`,
    `${(100 * summary.relapseRate).toFixed(1)} %`,
    `${(100 * summary.harmRate).toFixed(1)} %`,
  ];
}

/** One line per policy, one column per storm. */
function stormLines(storms: readonly StormRow[]): readonly string[] {
  const names = [...new Set(storms.map(({ player }) => player))];
  if (names.length === 0) return [];
  return [
    row(
      'Storms: failing minutes of ten services',
      UTILISATIONS.map((utilisation) => `at ${utilisation}`),
    ),
    ...names.map((name) => {
      const rows = storms.filter(({ player }) => player === name);
      return row(
        PLAYERS.find((player) => player.name === name)?.title ?? name,
        rows.map(({ failingServiceMinutes }) => failingServiceMinutes.toFixed(0)),
      );
    }),
    '',
  ];
}

function violationLines(violations: readonly string[]): readonly string[] {
  if (violations.length === 0) return ['Every invariant held in every run.'];
  const rest = violations.length - VIOLATIONS_SHOWN;
  return [
    `${violations.length} violations:`,
    ...violations.slice(0, VIOLATIONS_SHOWN),
    ...(rest > 0 ? [`and ${rest} more`] : []),
  ];
}
