/**
 * Whether the alarms see anything: a wrong dimension makes an alarm that is quiet for ever. Silence of one metric may be
 * a quiet service; silence of an alarm that says itself that it has no data is not.
 */
import { groupBy } from '../../core/group-by.ts';
import { sparsityOf } from '../../core/verify/sparse.ts';
import { cloudwatchMetrics } from '../../lambdas/adapters/cloudwatch-metrics.ts';
import { inChunks } from '../../lambdas/adapters/aws-call.ts';
import { findingOf, type Problem } from '../check.ts';
import type { AccountCheck, World } from '../world.ts';
import { readAlarms, type AlarmFacts } from './alarm-facts.ts';

/** How far back points are looked for, in periods of the alarm; load balancers and ECS publish every minute. */
const PERIODS = 15;
/** Series that one call of the adapter may carry. */
const SERIES_MAX = 100;

/** ECS publishes CPU and memory of a service whenever it runs a task: silence is a wrong dimension. */
const ALWAYS_PUBLISHED = 'AWS/ECS';

const LOOK =
  'compare the dimensions of the alarm with the metrics in CloudWatch: cluster, service and load balancer of the configuration';

export const alarmsHaveData: AccountCheck = {
  id: 'alarm-data',
  title: 'Every alarm has data',
  run: async (world) => {
    // Not the alarms on the healer itself: those see nothing for months when all is well.
    const alarms = await readAlarms(world.clients.cloudwatch, Object.keys(world.stack.catalog.alarms));
    const silent = await withoutPoints(world, alarms);
    const problems = alarms.flatMap((alarm) => problemsOf(world, alarm, silent.has(alarm.name)));
    const measured = alarms.filter(({ measure }) => measure !== undefined).length;
    return findingOf(problems, `${measured} of ${alarms.length} alarms measure something and have recent points`);
  },
};

/** Names of the alarms whose metric has no point in the last periods. */
async function withoutPoints({ clients, now }: World, alarms: readonly AlarmFacts[]): Promise<ReadonlySet<string>> {
  const metrics = cloudwatchMetrics(clients.cloudwatch);
  const measured = alarms.flatMap(({ name, measure }) => (measure === undefined ? [] : [{ id: name, ...measure }]));
  const silent = new Set<string>();
  for (const same of groupBy(measured, ({ periodSeconds }) => periodSeconds).values()) {
    for (const chunk of inChunks(same, SERIES_MAX)) {
      const span = PERIODS * (chunk[0]?.periodSeconds ?? 60) * 1000;
      const series = await metrics.series(chunk, now() - span, now());
      for (const { id } of chunk) if ((series[id] ?? []).length === 0) silent.add(id);
    }
  }
  return silent;
}

function problemsOf({ now }: World, alarm: AlarmFacts, silent: boolean): readonly Problem[] {
  return [...staysRed(alarm), ...silence(alarm, now(), silent)];
}

/** What counts failures is silent when they end: an alarm that keeps its state then sends no event when they are back. */
function staysRed({ name, missingData, measure }: AlarmFacts): readonly Problem[] {
  if (missingData !== 'ignore' || measure === undefined || sparsityOf(measure.elements) !== 'count') return [];
  const text = `${name} keeps its state without data: red once, it does not turn green when its failures end, and sends no event when they are back`;
  return [{ status: 'warning', text, fix: 'let it treat missing data as notBreaching' }];
}

function silence(alarm: AlarmFacts, now: number, silent: boolean): readonly Problem[] {
  const { name, state, stateChangedAt, measure } = alarm;
  if (state === 'ALARM') {
    const fix = 'look at the service: this is a failure, not a mistake of the deployment';
    return [{ status: 'warning', text: `${name} is red now`, fix }];
  }
  const patience = PERIODS * (measure?.periodSeconds ?? 60) * 1000;
  const blind = state === 'INSUFFICIENT_DATA' && now - stateChangedAt > patience;
  if (blind) return [{ status: 'failed', text: `${name} has had no data for ${PERIODS} periods`, fix: LOOK }];
  if (!silent) return [];
  if (measure?.elements.every((element) => 'namespace' in element && element.namespace === ALWAYS_PUBLISHED)) {
    const fix = `${LOOK}; or the service runs no task`;
    return [{ status: 'failed', text: `${name} saw nothing in the last ${PERIODS} periods`, fix }];
  }
  const text = `${name} saw nothing in the last ${PERIODS} periods`;
  return [{ status: 'warning', text, fix: `${LOOK}; a service without traffic may be this quiet` }];
}
