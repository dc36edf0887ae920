/**
 * A cloud assembly as ministack takes it: a copy in which alarms on metric math are alarms on their first metric, which
 * is what CloudFormation calls them too where there is only one. Everything else stays as the app made it. The template
 * is an asset named after its content, so the copy gets a name of its own.
 */
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TEMPLATE = 'Healer.template.json';

type Fields = Record<string, unknown>;

interface MetricQuery {
  readonly MetricStat?: { readonly Metric: Fields; readonly Period: number; readonly Stat: string };
}

interface Assets {
  readonly files: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
}

/** Copies the assembly, adapted, and returns the names of the alarms that were changed. */
export function adaptAssembly(from: string, to: string): readonly string[] {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
  const file = join(to, TEMPLATE);
  const template = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Fields }>>;
  };
  const changed = Object.values(template.Resources).flatMap(({ Type, Properties }) =>
    Type === 'AWS::CloudWatch::Alarm' && Properties?.['Metrics'] !== undefined ? [simplified(Properties)] : [],
  );
  writeFileSync(file, JSON.stringify(template));
  rename(to, createHash('sha256').update(readFileSync(file)).digest('hex'));
  return changed;
}

function simplified(alarm: Fields): string {
  const stat = (alarm['Metrics'] as readonly MetricQuery[]).find(
    ({ MetricStat }) => MetricStat !== undefined,
  )?.MetricStat;
  if (stat === undefined) throw new Error(`${String(alarm['AlarmName'])} watches no metric`);
  delete alarm['Metrics'];
  const statistic = /^(p|tm|wm)\d/.test(stat.Stat) ? 'ExtendedStatistic' : 'Statistic';
  Object.assign(alarm, stat.Metric, { Period: stat.Period, [statistic]: stat.Stat });
  return String(alarm['AlarmName']);
}

function rename(assembly: string, hash: string): void {
  const assets = join(assembly, 'Healer.assets.json');
  const { files } = JSON.parse(readFileSync(assets, 'utf8')) as Assets;
  const [before] = Object.entries(files).find(([, { source }]) => source.path === TEMPLATE) ?? [];
  if (before === undefined) throw new Error('the assembly has no template among its assets');
  for (const file of [assets, join(assembly, 'manifest.json')]) {
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(before, hash));
  }
}
