/** The last lines of a scenario: what broke, what was done, whether it worked, and the figures. */
import { describeHealCost } from '../../core/cost/heal-cost.ts';
import type { Report } from '../scenarios/run-scenario.ts';
import { painted, type Look } from './render.ts';

/** A short paragraph, ready to print. */
export function renderSummary(report: Report, title: string, look: Look): string {
  const { ok, expected, outcome, problems } = report;
  const verdict = ok ? `as expected: ${outcome}` : `NOT as expected: ${outcome}, expected ${expected}`;
  return [
    '',
    painted(`${report.scenario}: ${verdict}`, ok ? 'green' : 'red', look),
    `  What broke   ${title.split(';')[0]}`,
    `  What I did   ${actions(report)}`,
    ...endings(report).map((ending) => `  What came    ${ending}`),
    `  Figures      fault to alarm ${shown(report.secondsFaultToAlarm)}, alarm to first action ${shown(report.secondsAlarmToFirstAction)}, fault to healthy ${shown(report.secondsFaultToHealthy)}; ${report.failedRequests} requests failed`,
    ...(report.slowness > 1
      ? [`  Computer     up to ${report.slowness} times too slow; lab time was slowed by as much`]
      : []),
    ...report.cost.map((heal) => `  Cost         ${heal.service}: ${describeHealCost(heal.cost)}`),
    ...problems.map((problem) => `  Problem      ${problem}`),
    '',
  ].join('\n');
}

function actions({ timeline }: Report): string {
  const decided = timeline.filter(({ kind }) => kind === 'decision').map(({ about, text }) => `${about}: ${text}`);
  return [...new Set(decided)].join('; ') || 'nothing';
}

/** How each incident ended, and why so. */
function endings({ timeline }: Report): readonly string[] {
  return timeline.filter(({ kind }) => kind === 'outcome').map(({ about, text }) => `${about}: ${text}`);
}

function shown(seconds: number | null): string {
  return seconds === null ? 'never' : `${seconds.toFixed(1)} s`;
}
