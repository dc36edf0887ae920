/**
 * Sample events as AWS documents them, one of each kind the healer meets or must leave alone, with the fields that rules
 * could look at. Accounts and names are those of the documentation.
 */
import type { JsonObject } from './random-event.ts';

const ACCOUNT = '123456789012';
const REGION = 'us-east-1';

interface Kind {
  readonly source: string;
  readonly type: string;
  readonly resource: string;
}

function event({ source, type, resource }: Kind, detail: JsonObject): JsonObject {
  return {
    version: '0',
    id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
    'detail-type': type,
    source,
    account: ACCOUNT,
    time: '2019-10-02T17:04:40Z',
    region: REGION,
    resources: resource === '' ? [] : [`arn:aws:${resource}`],
    detail,
  };
}

const ALARM: Kind = {
  source: 'aws.cloudwatch',
  type: 'CloudWatch Alarm State Change',
  resource: `cloudwatch:${REGION}:${ACCOUNT}:alarm:ServerCpuTooHigh`,
};
const ecs = (type: string): Kind => ({
  source: 'aws.ecs',
  type,
  resource: `ecs:${REGION}:${ACCOUNT}:service/default/servicetest`,
});
const TIME = '2019-10-02T17:04:40.989+0000';
const CLUSTER = `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/default`;

const metric = (name: string): JsonObject => ({
  dimensions: { InstanceId: 'i-12345678901234567' },
  name,
  namespace: 'AWS/EC2',
});
const crossed = (data: JsonObject): JsonObject => ({
  reason: 'Threshold Crossed: 1 out of the last 1 datapoints was greater than the threshold (50.0).',
  reasonData: JSON.stringify({ version: '1.0', period: 300, ...data }),
  timestamp: TIME,
  value: 'ALARM',
});
const created: JsonObject = {
  reason: 'Unchecked: Initial alarm creation',
  timestamp: TIME,
  value: 'INSUFFICIENT_DATA',
};
const muteDetail: JsonObject = {
  mutedByArn: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm-mute-rule:testMute`,
  muteWindowStart: '2026-01-01T10:00:00.000+0000',
  muteWindowEnd: '2026-01-01T12:00:00.000+0000',
};

function alarm(detail: JsonObject): JsonObject {
  return event(ALARM, { alarmName: 'ServerCpuTooHigh', previousState: created, ...detail });
}

const cpuAlarm: JsonObject = {
  configuration: {
    description: 'Goes into alarm when server CPU utilization is too high!',
    metrics: [
      { id: 'm1', metricStat: { metric: metric('CPUUtilization'), period: 300, stat: 'Average' }, returnData: true },
    ],
  },
  state: crossed({ statistic: 'Average', recentDatapoints: [99.5], threshold: 50 }),
};

const ALARMS: Readonly<Record<string, JsonObject>> = {
  'a metric alarm': alarm(cpuAlarm),
  'a metric alarm that is over': alarm({ ...cpuAlarm, state: { ...created, value: 'OK' } }),
  'a muted metric alarm': alarm({ ...cpuAlarm, muteDetail }),
  'an alarm on metric math': alarm({
    configuration: {
      metrics: [
        { expression: 'SUM(METRICS())', id: 'e1', label: 'Total Network Traffic', returnData: true },
        { id: 'm1', metricStat: { metric: metric('NetworkIn'), period: 300, stat: 'Maximum' }, returnData: false },
      ],
    },
    state: crossed({ recentDatapoints: [45_628], threshold: 10_000 }),
  }),
  'an alarm on anomalies': alarm({
    configuration: { metrics: [{ id: 'ad1', expression: 'ANOMALY_DETECTION_BAND(m1, 0.8)', returnData: true }] },
    state: crossed({ recentDatapoints: [0], recentLowerThresholds: [0.02], recentUpperThresholds: [0.3] }),
  }),
  'a composite alarm': alarm({
    configuration: { alarmRule: 'ALARM(ServerCpuTooHigh) OR ALARM(TotalNetworkTrafficTooHigh)' },
    state: { ...crossed({ triggeringAlarms: [] }), reason: 'a child transitioned to ALARM' },
  }),
  'a suppressed composite alarm': alarm({
    configuration: {
      alarmRule: 'ALARM(a) OR ALARM(b)',
      actionsSuppressor: 'Maintenance',
      actionsSuppressorWaitPeriod: 120,
    },
    state: {
      ...crossed({}),
      actionsSuppressedBy: 'WaitPeriod',
      actionsSuppressedReason: 'Actions suppressed by WaitPeriod',
    },
  }),
};

const task: JsonObject = {
  attachments: [{ type: 'eni', status: 'ATTACHED', details: [{ name: 'privateIPv4Address', value: '10.0.1.163' }] }],
  clusterArn: CLUSTER,
  containers: [{ lastStatus: 'RUNNING', name: 'web', image: 'nginx' }],
  desiredStatus: 'RUNNING',
  lastStatus: 'RUNNING',
  group: 'family:webserver',
  launchType: 'FARGATE',
  version: 3,
};
const stopped: JsonObject = {
  ...task,
  group: 'service:checkout',
  startedBy: 'ecs-svc/6177963417134325488',
  desiredStatus: 'STOPPED',
  lastStatus: 'STOPPED',
  stopCode: 'EssentialContainerExited',
  stoppedReason: 'Essential container in task exited',
  containers: [
    {
      name: 'web',
      lastStatus: 'STOPPED',
      exitCode: 137,
      reason: 'OutOfMemoryError: Container killed due to memory usage',
    },
  ],
};

const ECS: Readonly<Record<string, JsonObject>> = {
  'a running task': event(ecs('ECS Task State Change'), task),
  'a stopped task': event(ecs('ECS Task State Change'), stopped),
  'a task the healer stopped': event(ecs('ECS Task State Change'), {
    ...stopped,
    stopCode: 'UserInitiated',
    stoppedReason: 'healer: incident 1',
  }),
  'a failed deployment': event(ecs('ECS Deployment State Change'), {
    eventType: 'ERROR',
    eventName: 'SERVICE_DEPLOYMENT_FAILED',
    deploymentId: 'ecs-svc/123',
    updatedAt: '2020-05-23T11:11:11Z',
    reason: 'ECS deployment circuit breaker: task failed to start.',
  }),
  'a completed deployment': event(ecs('ECS Deployment State Change'), {
    eventType: 'INFO',
    eventName: 'SERVICE_DEPLOYMENT_COMPLETED',
    deploymentId: 'ecs-svc/123',
  }),
  'a task that could not be placed': event(ecs('ECS Service Action'), {
    eventType: 'ERROR',
    eventName: 'SERVICE_TASK_PLACEMENT_FAILURE',
    clusterArn: CLUSTER,
    reason: 'RESOURCE:FARGATE',
  }),
  'a service in a steady state': event(ecs('ECS Service Action'), {
    eventType: 'INFO',
    eventName: 'SERVICE_STEADY_STATE',
    clusterArn: CLUSTER,
  }),
  'a container instance': event(ecs('ECS Container Instance State Change'), {
    agentConnected: true,
    clusterArn: CLUSTER,
    registeredResources: [{ name: 'CPU', type: 'INTEGER', integerValue: 2048 }],
    status: 'ACTIVE',
    version: 14_801,
  }),
};

const MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:healer`;

/** By what they are. */
export const DOCUMENTED_EVENTS: Readonly<Record<string, JsonObject>> = {
  ...ALARMS,
  ...ECS,
  'an event of AWS Health': event(
    { source: 'aws.health', type: 'AWS Health Event', resource: `ecs:${REGION}:${ACCOUNT}:cluster/prod` },
    { service: 'ECS', eventTypeCode: 'AWS_ECS_OPERATIONAL_ISSUE', statusCode: 'open', affectedEntities: [] },
  ),
  'an execution that failed': event(
    {
      source: 'aws.states',
      type: 'Step Functions Execution Status Change',
      resource: `states:${REGION}:${ACCOUNT}:execution:healer:1`,
    },
    {
      executionArn: `${MACHINE}:1`,
      stateMachineArn: MACHINE,
      status: 'FAILED',
      startDate: 1_551_225_146_847,
      stopDate: null,
    },
  ),
  'a full service of Application Auto Scaling': event(
    {
      source: 'aws.application-autoscaling',
      type: 'Application Auto Scaling Scaling Activity State Change',
      resource: '',
    },
    { newDesiredCapacity: 8, oldDesiredCapacity: 5, resourceId: 'service/prod/checkout', scaledToMax: true },
  ),
  'a signal of an application': event(
    { source: 'shop.checkout', type: 'healer.signal', resource: '' },
    { service: 'checkout', failureType: 'dependency-failure', state: 'failing' },
  ),
};
