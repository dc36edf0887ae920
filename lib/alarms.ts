/**
 * The alarms the healer answers to: one for each service, runbook and watch, made of the same metric elements that
 * verification reads. And one alarm on the healer itself, for people: an event it could not take.
 */
import { CfnAlarm, ComparisonOperator, Alarm, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmName, runbookFor } from '../core/catalog.ts';
import type { Catalog, Runbook, ServiceEntry, Watch } from '../core/catalog.ts';
import { metricElements } from '../core/metrics.ts';
import type { MetricElement } from '../core/metrics.ts';
import { pauseCommand } from './overrides.ts';

const COMPARISONS: Readonly<Record<Watch['comparison'], ComparisonOperator>> = {
  above: ComparisonOperator.GREATER_THAN_THRESHOLD,
  below: ComparisonOperator.LESS_THAN_THRESHOLD,
};

/** Creates the alarms of every service. They have no actions: the rule on the event bus listens to their events. */
export function createAlarms(scope: Construct, catalog: Catalog): void {
  const alarms = new Construct(scope, 'Alarms');
  for (const service of Object.values(catalog.services)) {
    for (const failureType of Object.keys(service.runbooks)) {
      const runbook = runbookFor(catalog, service, failureType);
      for (const watch of runbook?.watch ?? []) {
        createAlarm(alarms, {
          name: alarmName(catalog.healer, service.name, failureType, watch.id),
          service,
          runbook,
          watch,
        });
      }
    }
  }
}

interface AlarmSpec {
  readonly name: string;
  readonly service: ServiceEntry;
  readonly runbook: Runbook | undefined;
  readonly watch: Watch;
}

function createAlarm(scope: Construct, { name, service, runbook, watch }: AlarmSpec): void {
  const elements = metricElements(watch.metric, service);
  // A runbook as it applies to a service has no watches that cannot be read there.
  if (elements === undefined || runbook === undefined) return;
  new CfnAlarm(scope, name, {
    alarmName: name,
    alarmDescription: describe(service, runbook, watch),
    metrics: elements.map((element, index) => query(element, service.periodSeconds, index === elements.length - 1)),
    comparisonOperator: COMPARISONS[watch.comparison],
    threshold: watch.threshold,
    evaluationPeriods: watch.outOf,
    datapointsToAlarm: watch.breaching,
    treatMissingData: watch.missingData,
  });
}

/** What a person reads in the console: which service, which failure, what the limit is, and how to stop the healer. */
function describe(service: ServiceEntry, runbook: Runbook, watch: Watch): string {
  const limit = `${watch.metric} ${watch.comparison} ${watch.threshold}`;
  const periods = `in ${watch.breaching} of ${watch.outOf} periods of ${service.periodSeconds} s`;
  return `${service.name}: ${runbook.title} (${limit} ${periods}). The healer answers; to pause it: ${pauseCommand(service.name)}`;
}

function query(element: MetricElement, period: number, returnData: boolean): CfnAlarm.MetricDataQueryProperty {
  if ('expression' in element) return { id: element.id, expression: element.expression, returnData };
  const dimensions = Object.entries(element.dimensions).map(([name, value]) => ({ name, value }));
  const metric = { namespace: element.namespace, metricName: element.name, dimensions };
  return { id: element.id, metricStat: { metric, period, stat: element.statistic }, returnData };
}

/** Tells people that an event ended in the queue. Its name stays clear of the prefix the healer listens to. */
export function createDeadLetterAlarm(
  scope: Construct,
  { healer, queue, topic }: { readonly healer: string; readonly queue: IQueue; readonly topic: ITopic },
): void {
  const alarm = new Alarm(scope, 'DeadLetterAlarm', {
    // Named, because a generated name may begin like the service alarms, which the healer answers to.
    alarmName: `dead-letters-of-${healer}`,
    alarmDescription: 'An event reached the healer and could not be handled: read it in the dead-letter queue.',
    metric: queue.metricApproximateNumberOfMessagesVisible(),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
}
