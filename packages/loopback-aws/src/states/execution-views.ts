/** How an execution looks from outside: the answers of the API and the event on the bus. */
import { awsEvent, type AwsEvent } from '../aws-event.ts';
import type { Execution } from './execution.ts';
import { flag, object, objects, optionalText, type Json } from '../fields.ts';
import type { HistoryEvent } from './history.ts';
import type { Machine } from './frame.ts';
import { PAYLOAD_BYTES_MAX } from './state-error.ts';

/** The answer of DescribeExecution. */
export function describeExecution(execution: Execution): Record<string, unknown> {
  const { at, output, error, cause } = execution.ended() ?? {};
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    name: execution.name,
    status: execution.status(),
    startDate: new Date(execution.startedAt),
    stopDate: at === undefined ? undefined : new Date(at),
    input: execution.input,
    inputDetails: { included: true },
    output,
    outputDetails: output === undefined ? undefined : { included: true },
    error,
    cause,
    redriveCount: 0,
  };
}

/** One page of GetExecutionHistory; the token is the number of events already seen. */
export function historyPage(
  events: readonly HistoryEvent[],
  page: { size: number; from: number },
  reverse: boolean,
): object {
  const ordered = reverse ? events.toReversed() : events;
  const end = page.from + page.size;
  return { events: ordered.slice(page.from, end), ...(end < ordered.length ? { nextToken: String(end) } : {}) };
}

/** `Step Functions Execution Status Change`; dates are milliseconds, and large payloads are left out as in AWS. */
export function statusEvent(execution: Execution, now: number): AwsEvent {
  const { at = null, output = null, error = null, cause = null } = execution.ended() ?? {};
  const included = Buffer.byteLength(execution.input) + Buffer.byteLength(output ?? '') < PAYLOAD_BYTES_MAX - 8 * 1024;
  const about = { source: 'aws.states', type: 'Step Functions Execution Status Change', resource: execution.arn };
  return awsEvent(now, about, {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    stateMachineVersionArn: null,
    stateMachineAliasArn: null,
    name: execution.name,
    status: execution.status(),
    startDate: execution.startedAt,
    stopDate: at,
    input: included ? execution.input : null,
    inputDetails: { included },
    output: included ? output : null,
    outputDetails: output === null ? null : { included },
    error,
    cause,
    redriveCount: 0,
    redriveDate: null,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: null,
  });
}

/** The answer of DescribeStateMachine, without the definition that is not read back. */
export function describeMachine({ arn, name, roleArn, logging }: Machine): Json {
  return {
    stateMachineArn: arn,
    name,
    status: 'ACTIVE',
    type: 'STANDARD',
    roleArn,
    loggingConfiguration: {
      level: optionalText(logging, 'Level') ?? 'OFF',
      includeExecutionData: flag(logging, 'IncludeExecutionData'),
      destinations: objects(logging, 'Destinations').map((one) => ({
        cloudWatchLogsLogGroup: {
          logGroupArn: optionalText(object(one, 'CloudWatchLogsLogGroup'), 'LogGroupArn'),
        },
      })),
    },
  };
}
