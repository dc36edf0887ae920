/**
 * The docs' table of the runbooks' alarms: what each reads, when it fires, how it treats missing data and why. The
 * reasons are the comments beside the values in the files, so that they are written once.
 */
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { ServiceEntry } from '../catalog/service.ts';
import type { Watch } from '../catalog/runbook.ts';
import { watchElements, watchPeriodSeconds } from '../catalog/metrics.ts';
import { parseRunbook, type RunbookFile } from './parse.ts';
import { renderProblems } from './problem.ts';
import { metricNamed } from '../vocabulary.ts';

/** A service with every metric, because the table is about runbooks. */
const ANY_SERVICE: ServiceEntry = {
  name: 'any',
  cluster: 'any',
  ecsService: 'any',
  tier: 'standard',
  group: 'any',
  dependencies: [],
  toggles: [],
  targetGroup: { arn: 'any', targetGroupDimension: 'any', loadBalancerDimension: 'any' },
  periodSeconds: 60,
  taskMetrics: true,
  runbooks: {},
};

const HEADER = ['Alarm', 'Reads', 'Fires', 'Without data', 'because'];

/** Rows as Markdown, a heading first. @throws Error with the problems when a runbook is invalid */
export function alarmTable(files: readonly RunbookFile[]): string {
  const rows = files.flatMap(({ file, text }) => {
    const parsed = parseRunbook(file, text);
    if (parsed.kind === 'invalid') throw new Error(renderProblems(parsed.problems));
    const reasons = reasonsOf(text);
    return parsed.runbook.watch.map((watch, index) => [
      `\`${parsed.runbook.failureType}-${watch.id}\``,
      readsOf(watch),
      firesOf(watch),
      `\`${watch.missingData}\``,
      reasons[index] ?? '',
    ]);
  });
  return [HEADER, HEADER.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Metrics and their statistics; metrics of one alarm that share a statistic share its mention. */
function readsOf(watch: Watch): string {
  const measured = (watchElements(watch, ANY_SERVICE) ?? []).filter((element) => 'namespace' in element);
  const names = measured.map(({ name, statistic }) => `\`${name}\` (${statistic})`).join(', ');
  return `${measured[0]?.namespace ?? ''}: ${names}`;
}

function firesOf(watch: Watch): string {
  const { metric, comparison, threshold, forecast, breaching, outOf } = watch;
  const { unit } = metricNamed(metric);
  const ahead =
    forecast === undefined
      ? ''
      : `, as it will be in ${forecast.aheadMinutes} minutes (from ${forecast.floor} ${unit} on, rising by at least ${forecast.riseMin} ${unit})`;
  const own = watchPeriodSeconds(watch, ANY_SERVICE);
  const periods = own === ANY_SERVICE.periodSeconds ? 'periods' : `periods of ${own / 60} minutes`;
  return `${metric} ${comparison} ${threshold} ${unit}${ahead}, ${breaching} of ${outOf} ${periods}`;
}

/** The comment before each watch's `missingData`, on one line. */
function reasonsOf(text: string): readonly string[] {
  const watches: unknown = parseDocument(text).get('watch', true);
  if (!isSeq(watches)) return [];
  return watches.items.map((watch) => {
    const pair = isMap(watch) ? watch.items.find(({ key }) => isScalar(key) && key.value === 'missingData') : undefined;
    const comment = isScalar(pair?.key) ? (pair.key.commentBefore ?? '') : '';
    return comment.replaceAll(/\s+/g, ' ').trim();
  });
}
