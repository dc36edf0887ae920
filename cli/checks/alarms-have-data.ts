/**
 * Checks that the alarms have data: an alarm with a wrong dimension stays silent for ever. A metric without data may
 * belong to an idle service; an alarm in INSUFFICIENT_DATA does not.
 */
import { groupBy } from '../../core/group-by.ts';
import { sparsityOf } from '../../core/verify/sparse.ts';
import { cloudwatchMetrics } from '../../lambdas/adapters/cloudwatch-metrics.ts';
import { inChunks } from '../../lambdas/adapters/aws-call.ts';
import { failed, findingOf, warning, type Problem } from '../check.ts';
import type { AccountCheck, World } from '../world.ts';
import { readAlarms, type AlarmFacts } from './alarm-facts.ts';

/** How far back to look for points, in periods of the alarm; load balancers and ECS publish every minute. */
const PERIODS = 15;
const SERIES_MAX = 100;

/** ECS publishes CPU and memory of a service while it runs a task, so missing data means a wrong dimension. */
const ALWAYS_PUBLISHED = 'AWS/ECS';

const LOOK =
  'compare the dimensions of the alarm with the metrics in CloudWatch: cluster, service and load balancer of the configuration';

export const alarmsHaveData: AccountCheck = {
  id: 'alarm-data',
  title: 'Every alarm has data',
  run: async (world) => {
    // Without the alarms on the healer itself: they have no data for months while all is well.
    const alarms = await readAlarms(world.clients.cloudwatch, Object.keys(world.stack.catalog.alarms));
    const silent = await withoutPoints(world, alarms);
    const problems = alarms.flatMap((alarm) => problemsOf(world, alarm, silent.has(alarm.name)));
    const measured = alarms.filter(({ measure }) => measure !== undefined).length;
    return findingOf(problems, `${measured} of ${alarms.length} alarms have a measure and recent data`);
  },
};

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

/**
 * A metric that counts failures has no data after they end. An alarm that keeps its state then sends no event for the
 * next failure.
 */
function staysRed({ name, missingData, measure }: AlarmFacts): readonly Problem[] {
  if (missingData !== 'ignore' || measure === undefined || sparsityOf(measure.elements) !== 'count') return [];
  const text = `${name} keeps its state without data: once red, it stays red after its failures end, and sends no event for the next one`;
  return [warning(text, 'set its missing data treatment to notBreaching')];
}

function silence(alarm: AlarmFacts, now: number, silent: boolean): readonly Problem[] {
  const { name, state, stateChangedAt, measure } = alarm;
  if (state === 'ALARM') {
    return [warning(`${name} is red now`, 'look at the service: it fails; the deployment is right')];
  }
  const patience = PERIODS * (measure?.periodSeconds ?? 60) * 1000;
  const blind = state === 'INSUFFICIENT_DATA' && now - stateChangedAt > patience;
  if (blind) return [failed(`${name} has had no data for ${PERIODS} periods`, LOOK)];
  if (!silent) return [];
  const text = `${name} had no data in the last ${PERIODS} periods`;
  if (measure?.elements.every((element) => 'namespace' in element && element.namespace === ALWAYS_PUBLISHED)) {
    return [failed(text, `${LOOK}; or the service runs no task`)];
  }
  return [warning(text, `${LOOK}; a service without traffic may be this quiet`)];
}
