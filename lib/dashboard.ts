/**
 * The dashboard: what goes on now, whether heals help, what was held back, and how the healer is. It is made from the
 * catalog, so it has a line for every failure type. A test checks that the healer emits every metric it names. One
 * dashboard costs 3 USD a month beyond the first three of an account.
 */
import { Aws, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmStatusWidget,
  CustomWidget,
  Dashboard,
  GraphWidget,
  GraphWidgetView,
  MathExpression,
  SingleValueWidget,
  Stats,
  TextWidget,
  type IAlarm,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { serviceAlarmName, type Catalog } from '../core/catalog/catalog.ts';
import { ACTION_KINDS, OUTCOMES, SWEEP_FINDINGS, type Outcome } from '../core/vocabulary.ts';
import { healerMetric, healerSearch } from './healer-metrics.ts';
import { pauseCommand } from './overrides.ts';

export interface DashboardProps {
  readonly catalog: Pick<Catalog, 'healer' | 'services'>;
  /** The Lambda of the custom widget. Viewers of the dashboard need the right to invoke it. */
  readonly widget: IFunction;
  readonly stateMachine: IStateMachine;
  readonly queue: IQueue;
  readonly selfAlarms: readonly IAlarm[];
  /** Whether each service has its composite alarm. */
  readonly serviceAlarms: boolean;
}

const WIDTH = 24;
const HALF = WIDTH / 2;
const THIRD = WIDTH / 3;
const HEIGHT = 6;
/** Rare events need hours, not minutes. */
const PERIOD = Duration.hours(1);
/** CloudWatch's limit for one status widget. */
const ALARMS_MAX = 100;

const COLORS: Readonly<Record<Outcome, string>> = {
  healed: '#2ca02c',
  recurring: '#ff7f0e',
  'self-recovered': '#98df8a',
  escalated: '#d62728',
  held: '#bcbd22',
  failed: '#7f0000',
  unconfirmed: '#7f7f7f',
};

/** Creates the dashboard, named after the healer and its region, because all regions of an account share the names. */
export function createDashboard(scope: Construct, props: DashboardProps): Dashboard {
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: `${props.catalog.healer}-${Aws.REGION}`,
    defaultInterval: Duration.days(7),
    widgets: [
      [introduction(props)],
      [activity(props)],
      ...(props.serviceAlarms ? [[serviceAlarms(scope, props)]] : []),
      [successByFailureType(props), timeToRecovery(props)],
      [outcomes(props), withheld(props)],
      [attempts(props), falsePositives(props), decisionLatency(props)],
      [ownAlarms(props), executions(props), deadLetters(props)],
      [sweepFindings(props), heartbeats(props)],
    ],
  });
}

function introduction({ catalog, stateMachine }: DashboardProps): IWidget {
  const console = `https://${Aws.REGION}.console.aws.amazon.com/states/home?region=${Aws.REGION}`;
  const markdown = [
    `# Healer \`${catalog.healer}\``,
    `Every heal is one [execution](${console}#/statemachines/view/${stateMachine.stateMachineArn}).`,
    'To stop all healing at once (`auto` starts it again):',
    `\`\`\`\n${pauseCommand()}\n\`\`\``,
  ];
  return new TextWidget({ markdown: markdown.join('\n\n'), width: WIDTH, height: 4 });
}

function activity({ widget }: DashboardProps): IWidget {
  const shows = { updateOnRefresh: true, updateOnResize: false, updateOnTimeRangeChange: false };
  return new CustomWidget({
    title: 'Going on now: fleet by health, open incidents, what ended last',
    functionArn: widget.functionArn,
    width: WIDTH,
    height: 11,
    ...shows,
  });
}

function serviceAlarms(scope: Construct, { catalog }: DashboardProps): IWidget {
  const alarms = Object.keys(catalog.services)
    .slice(0, ALARMS_MAX)
    .map((name) => Alarm.fromAlarmName(scope, `ServiceAlarm-${name}`, serviceAlarmName(catalog.healer, name)));
  return new AlarmStatusWidget({ title: 'Services with a red alarm', alarms, width: WIDTH, height: 3 });
}

/** The share of healed incidents among those that needed action: healed, escalated and failed. */
function successByFailureType(props: DashboardProps): IWidget {
  const needed = ['healed', 'recurring', 'escalated', 'failed'].map((outcome) => `Outcome="${outcome}"`).join(' OR ');
  const { healer } = props.catalog;
  const metrics = failureTypes(props).map((failureType, index) => {
    const id = `healed${index}`;
    const terms = [`FailureType="${failureType}"`, `(${needed})`];
    const all = healerSearch(healer, 'Outcomes', ['FailureType', 'Remedy', 'Outcome'], terms);
    // Only healed incidents have a time to recovery, so its number of samples is the number of heals, for all remedies.
    const healed = healerMetric(
      healer,
      'TimeToRecovery',
      { FailureType: failureType },
      { statistic: Stats.SAMPLE_COUNT },
    );
    const expression = `100 * FILL(${id}, 0) / SUM(${all})`;
    const usingMetrics = { [id]: healed };
    return new MathExpression({ label: `${failureType}, %`, expression, usingMetrics, period: PERIOD });
  });
  return single('Failures healed without a person, by failure type', metrics);
}

function timeToRecovery(props: DashboardProps): IWidget {
  const metrics = byFailureType(props, 'TimeToRecovery', Stats.p(50));
  return single('Median time to recovery, by failure type', metrics);
}

function outcomes({ catalog }: DashboardProps): IWidget {
  const metrics = OUTCOMES.map((outcome) =>
    healerMetric(
      catalog.healer,
      'Outcomes',
      { Outcome: outcome },
      { period: PERIOD, label: outcome, color: COLORS[outcome] },
    ),
  );
  return bars('How incidents ended', HALF, metrics);
}

function withheld({ catalog }: DashboardProps): IWidget {
  return bars('Heals withheld, by reason', HALF, [found(healerSearch(catalog.healer, 'Withheld', ['Reason']))]);
}

function attempts({ catalog }: DashboardProps): IWidget {
  const metrics = ACTION_KINDS.map((remedy) => {
    const all = healerSearch(catalog.healer, 'Attempts', ['FailureType', 'Remedy'], [`Remedy="${remedy}"`]);
    return found(`SUM(${all})`, remedy);
  });
  return bars('Remedies started', THIRD, metrics);
}

function falsePositives(props: DashboardProps): IWidget {
  return bars('Recovered before a remedy', THIRD, byFailureType(props, 'FalsePositives', Stats.SUM));
}

function decisionLatency({ catalog }: DashboardProps): IWidget {
  const metric = (statistic: string, label: string) =>
    healerMetric(catalog.healer, 'DecisionLatency', {}, { statistic, label, period: PERIOD });
  return new GraphWidget({
    title: 'From signal to decision',
    left: [metric(Stats.p(50), 'median'), metric(Stats.MAXIMUM, 'slowest')],
    leftYAxis: { label: 'ms', showUnits: false, min: 0 },
    width: THIRD,
    height: HEIGHT,
  });
}

function ownAlarms({ selfAlarms }: DashboardProps): IWidget {
  return new AlarmStatusWidget({ title: 'The healer itself', alarms: [...selfAlarms], width: THIRD, height: HEIGHT });
}

function executions({ stateMachine }: DashboardProps): IWidget {
  const options = { period: PERIOD, statistic: Stats.SUM };
  return bars('Executions of the healer', THIRD, [
    stateMachine.metricSucceeded({ ...options, label: 'succeeded' }),
    stateMachine.metricFailed({ ...options, label: 'failed' }),
    stateMachine.metricTimedOut({ ...options, label: 'timed out' }),
    stateMachine.metricAborted({ ...options, label: 'aborted' }),
  ]);
}

function deadLetters({ queue }: DashboardProps): IWidget {
  const options = { period: PERIOD, label: 'events waiting' };
  return bars('Events that no handler could process', THIRD, [queue.metricApproximateNumberOfMessagesVisible(options)]);
}

function sweepFindings({ catalog }: DashboardProps): IWidget {
  const metrics = SWEEP_FINDINGS.map((finding) =>
    healerMetric(catalog.healer, 'SweepFound', { Found: finding }, { period: PERIOD, label: finding }),
  );
  return bars('Lost events and dead executions that the sweep found', HALF, metrics);
}

function heartbeats({ catalog }: DashboardProps): IWidget {
  const options = { period: PERIOD, label: 'came through' };
  return bars('Heartbeats', HALF, [healerMetric(catalog.healer, 'HeartbeatCameThrough', {}, options)]);
}

function failureTypes({ catalog }: DashboardProps): readonly string[] {
  return [...new Set(Object.values(catalog.services).flatMap(({ runbooks }) => Object.keys(runbooks)))].toSorted();
}

function byFailureType(
  props: DashboardProps,
  name: 'TimeToRecovery' | 'FalsePositives',
  statistic: string,
): readonly IMetric[] {
  return failureTypes(props).map((failureType) =>
    healerMetric(
      props.catalog.healer,
      name,
      { FailureType: failureType },
      { statistic, label: failureType, period: PERIOD },
    ),
  );
}

function found(expression: string, label = ''): IMetric {
  return new MathExpression({ expression, label, usingMetrics: {}, period: PERIOD });
}

/** One number per metric for the whole time shown. */
function single(title: string, metrics: readonly IMetric[]): IWidget {
  return new SingleValueWidget({
    title,
    metrics: [...metrics],
    setPeriodToTimeRange: true,
    width: HALF,
    height: HEIGHT,
  });
}

function bars(title: string, width: number, metrics: readonly IMetric[]): IWidget {
  const axis = { leftYAxis: { showUnits: false, min: 0 }, stacked: true };
  return new GraphWidget({
    title,
    left: [...metrics],
    view: GraphWidgetView.TIME_SERIES,
    width,
    height: HEIGHT,
    ...axis,
  });
}
