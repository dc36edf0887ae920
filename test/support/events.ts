/**
 * EventBridge events as AWS documents them, with valid defaults. Only what a test is about needs to be said.
 */

export interface AlarmEventOptions {
  readonly at: number;
  readonly state?: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';
  readonly id?: string;
  readonly value?: number;
  readonly threshold?: number;
}

/** A metric alarm's state change. */
export function alarmEvent(alarmName: string, options: AlarmEventOptions): Record<string, unknown> {
  const { at, state = 'ALARM', id = `event-${alarmName}-${at}`, value = 97.4, threshold = 85 } = options;
  const timestamp = `${new Date(at).toISOString().slice(0, 23)}+0000`;
  const reasonData = {
    version: '1.0',
    queryDate: timestamp,
    statistic: 'Maximum',
    period: 60,
    recentDatapoints: [value],
    threshold,
  };
  return {
    version: '0',
    id,
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '123456789012',
    time: new Date(at).toISOString(),
    region: 'us-east-1',
    resources: [`arn:aws:cloudwatch:us-east-1:123456789012:alarm:${alarmName}`],
    detail: {
      alarmName,
      configuration: { metrics: [] },
      previousState: { value: 'OK', timestamp, reason: 'Threshold Crossed' },
      state: {
        value: state,
        timestamp,
        reason: 'Threshold Crossed: 1 datapoint',
        reasonData: JSON.stringify(reasonData),
      },
    },
  };
}

export interface TaskEventOptions {
  readonly at: number;
  readonly task?: string;
  readonly version?: number;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly containerReason?: string;
  readonly exitCode?: number;
  readonly lastStatus?: string;
  readonly group?: string;
}

/** A task of service `user` in cluster `shop` that stopped because its container exited. */
export function taskEvent(options: TaskEventOptions): Record<string, unknown> {
  const { at, task = 'abc', version = 7, exitCode = 1, lastStatus = 'STOPPED', group = 'service:user' } = options;
  const arn = `arn:aws:ecs:us-east-1:123456789012:task/shop/${task}`;
  return {
    version: '0',
    id: `task-event-${task}-${version}`,
    'detail-type': 'ECS Task State Change',
    source: 'aws.ecs',
    account: '123456789012',
    time: new Date(at).toISOString(),
    region: 'us-east-1',
    resources: [arn],
    detail: {
      taskArn: arn,
      clusterArn: 'arn:aws:ecs:us-east-1:123456789012:cluster/shop',
      group,
      version,
      lastStatus,
      desiredStatus: 'STOPPED',
      stopCode: options.stopCode ?? 'EssentialContainerExited',
      stoppedReason: options.stoppedReason ?? 'Essential container in task exited',
      stoppedAt: new Date(at).toISOString(),
      containers: [
        {
          name: 'web',
          exitCode,
          ...(options.containerReason === undefined ? {} : { reason: options.containerReason }),
        },
      ],
    },
  };
}

/** The source of `customEvent`, unless a test says otherwise. */
export const CUSTOM_SOURCE = 'shop.user';

/** What any application may put on the bus. */
export function customEvent(detail: unknown, at: number, id = `custom-${at}`): Record<string, unknown> {
  return {
    version: '0',
    id,
    'detail-type': 'healer.signal',
    source: CUSTOM_SOURCE,
    account: '123456789012',
    time: new Date(at).toISOString(),
    region: 'us-east-1',
    resources: [],
    detail,
  };
}

/** An event of ECS about the service `user`: a deployment's state change or a service action. */
export function serviceEvent(detailType: string, detail: Record<string, unknown>, at: number): Record<string, unknown> {
  return {
    version: '0',
    id: `service-event-${at}`,
    'detail-type': detailType,
    source: 'aws.ecs',
    account: '123456789012',
    time: new Date(at).toISOString(),
    region: 'us-east-1',
    resources: ['arn:aws:ecs:us-east-1:123456789012:service/shop/user'],
    detail,
  };
}
