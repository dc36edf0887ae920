/**
 * The alarms that the healer answers: one per service, runbook and watch, from the same metric elements as verification.
 * For people there is one composite alarm per service, named so that the healer never answers it. Alarms on the healer
 * itself are in `self-alarms.ts`.
 */
import { CfnAlarm, CfnCompositeAlarm, ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { alarmName, runbookFor, serviceAlarmName, type Catalog } from '../core/catalog/catalog.ts';
import type { Runbook, Watch } from '../core/catalog/runbook.ts';
import type { ServiceEntry } from '../core/catalog/service.ts';
import { bandElements, watchElements, watchPeriodSeconds, type MetricElement } from '../core/catalog/metrics.ts';
import { pauseCommand } from './overrides.ts';

const COMPARISONS: Readonly<Record<Watch['comparison'], ComparisonOperator>> = {
  above: ComparisonOperator.GREATER_THAN_THRESHOLD,
  below: ComparisonOperator.LESS_THAN_THRESHOLD,
};

/** Id of the construct that holds the services' alarms, and no others. */
export const ALARMS_ID = 'Alarms';

const BAND_COMPARISONS: Readonly<Record<Watch['comparison'], ComparisonOperator>> = {
  above: ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD,
  below: ComparisonOperator.LESS_THAN_LOWER_THRESHOLD,
};

/**
 * Creates the alarms of every service. They have no actions: the rule on the event bus receives their events.
 * `composites` adds one alarm per service that is red while any of its alarms is.
 */
export function createAlarms(scope: Construct, catalog: Catalog, composites: boolean): void {
  const alarms = new Construct(scope, ALARMS_ID);
  for (const service of Object.values(catalog.services)) {
    const own = Object.keys(service.runbooks).flatMap((failureType) => {
      const runbook = runbookFor(catalog, service, failureType);
      return (runbook?.watch ?? []).flatMap((watch) => {
        const name = alarmName(catalog.healer, service.name, failureType, watch.id);
        return createAlarm(alarms, { name, service, runbook, watch });
      });
    });
    if (composites && own.length > 0) createServiceAlarm(alarms, { healer: catalog.healer, service, own });
  }
}

interface AlarmSpec {
  readonly name: string;
  readonly service: ServiceEntry;
  readonly runbook: Runbook | undefined;
  readonly watch: Watch;
}

function createAlarm(scope: Construct, { name, service, runbook, watch }: AlarmSpec): readonly CfnAlarm[] {
  const judged = judgedBy(watch, service);
  // The runbook as it applies to a service omits watches that the service has no metric for.
  if (judged === undefined || runbook === undefined) return [];
  const alarm = new CfnAlarm(scope, name, {
    alarmName: name,
    alarmDescription: describe(service, runbook, watch),
    ...judged,
    evaluationPeriods: watch.outOf,
    datapointsToAlarm: watch.breaching,
    treatMissingData: watch.missingData,
  });
  return [alarm];
}

interface Judged {
  readonly metrics: CfnAlarm.MetricDataQueryProperty[];
  readonly comparisonOperator: ComparisonOperator;
  readonly threshold?: number;
  readonly thresholdMetricId?: string;
}

/** Compares a value with the limit, or with an edge of CloudWatch's band of normal values. */
function judgedBy(watch: Watch, service: ServiceEntry): Judged | undefined {
  const period = watchPeriodSeconds(watch, service);
  if (watch.anomalyDeviations === undefined) {
    const elements = watchElements(watch, service);
    return (
      elements && {
        metrics: elements.map((element, index) => query(element, period, index === elements.length - 1)),
        comparisonOperator: COMPARISONS[watch.comparison],
        threshold: watch.threshold,
      }
    );
  }
  const elements = bandElements(watch.metric, service, watch.anomalyDeviations);
  return (
    elements && {
      // CloudWatch requires that both the value and its band are returned.
      metrics: elements.map((element) => query(element, period, true)),
      comparisonOperator: BAND_COMPARISONS[watch.comparison],
      thresholdMetricId: elements.at(-1)?.id ?? '',
    }
  );
}

/** Text for the console: service, failure, limit, and how to stop the healer. */
function describe(service: ServiceEntry, runbook: Runbook, watch: Watch): string {
  const periods = `in ${watch.breaching} of ${watch.outOf} periods of ${watchPeriodSeconds(watch, service)} s`;
  return `${service.name}: ${runbook.title} (${limitOf(watch)} ${periods}). The healer answers; to pause it: ${pauseCommand(service.name)}`;
}

function limitOf({ metric, comparison, threshold, forecast, anomalyDeviations }: Watch): string {
  if (anomalyDeviations !== undefined) return `${metric} ${anomalyDeviations} deviations ${comparison} normal`;
  const ahead = forecast === undefined ? '' : ` within ${forecast.aheadMinutes} minutes`;
  return `${metric} ${comparison} ${threshold}${ahead}`;
}

function query(element: MetricElement, period: number, returnData: boolean): CfnAlarm.MetricDataQueryProperty {
  if ('expression' in element) return { id: element.id, expression: element.expression, returnData };
  const dimensions = Object.entries(element.dimensions).map(([name, value]) => ({ name, value }));
  const metric = { namespace: element.namespace, metricName: element.name, dimensions };
  return { id: element.id, metricStat: { metric, period, stat: element.statistic }, returnData };
}

interface ServiceAlarmSpec {
  readonly healer: string;
  readonly service: ServiceEntry;
  readonly own: readonly CfnAlarm[];
}

/** One alarm for people and dashboards instead of many. It has no actions: subscribe what you like. */
function createServiceAlarm(scope: Construct, { healer, service, own }: ServiceAlarmSpec): void {
  const name = serviceAlarmName(healer, service.name);
  new CfnCompositeAlarm(scope, name, {
    alarmName: name,
    alarmDescription: `${service.name}: at least one of its alarms is red. For people: the healer answers to those alarms, not to this one.`,
    // By reference, because CloudWatch refuses a rule that names an alarm which does not exist yet.
    alarmRule: own.map((alarm) => `ALARM("${alarm.ref}")`).join(' OR '),
  });
}
