/** Starts the execution with the no-ops of one service, waits for its end, and reads each Lambda's report. */
import {
  GetExecutionHistoryCommand,
  StartExecutionCommand,
  type HistoryEvent,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { noopEvent, type NoopReport } from '../../core/workflow/noop.ts';
import { onlyResource } from '../deployed-stack.ts';
import { describeExecution } from '../incident/executions.ts';
import { waitFor, type Waiting } from '../incident/waiting.ts';
import { allPages } from '../pages.ts';
import type { World } from '../world.ts';

export interface Noops {
  /** In order of execution; incomplete if the execution failed. */
  readonly reports: readonly NoopReport[];
  /** Why the execution failed. */
  readonly failure?: { readonly text: string; readonly fix: string };
}

/** Four Lambdas with cold starts take seconds; one with five retries takes a minute. */
const END_SECONDS_MAX = 180;

/** @throws errors of the SDK, such as AccessDeniedException if the operator may not start executions */
export async function noopsOf({ stack, clients }: World, waiting: Waiting, service: string): Promise<Noops> {
  const { states } = clients;
  const stateMachineArn = onlyResource(stack, 'AWS::StepFunctions::StateMachine');
  const input = JSON.stringify(noopEvent(service));
  const { executionArn = '' } = await states.send(new StartExecutionCommand({ stateMachineArn, input }));
  const wait = { what: `the no-ops of ${service}`, secondsMax: END_SECONDS_MAX };
  const ended = await waitFor(waiting, wait, async () => {
    const execution = await describeExecution(states, executionArn);
    return execution.status === 'RUNNING' ? undefined : execution;
  });
  const reports = await reportsOf(states, executionArn);
  const fix = `look at it in Step Functions: ${executionArn}`;
  if (ended === undefined) {
    return { reports, failure: { text: `its no-ops did not end within ${END_SECONDS_MAX} s`, fix } };
  }
  if (ended.status === 'SUCCEEDED') return { reports };
  const why = [ended.error, ended.cause].filter((one) => one !== undefined).join(': ');
  const text = `its no-ops are ${ended.status ?? 'gone'}: ${why.slice(0, 400)}`;
  const old = ended.error === 'SignalRejected';
  return {
    reports,
    failure: { text, fix: old ? 'deploy again: the deployed healer is older than this command' : fix },
  };
}

/** The outputs of the acting Lambdas' states. */
async function reportsOf(client: SFNClient, executionArn: string): Promise<readonly NoopReport[]> {
  const events = await allPages<HistoryEvent>(async (nextToken) => {
    const answer = await client.send(
      new GetExecutionHistoryCommand({ executionArn, ...(nextToken !== undefined && { nextToken }) }),
    );
    return { items: answer.events, next: answer.nextToken };
  });
  return events.flatMap(({ type, stateExitedEventDetails: left }) =>
    type === 'TaskStateExited' && left?.output !== undefined ? reportIn(JSON.parse(left.output)) : [],
  );
}

function reportIn(output: unknown): readonly NoopReport[] {
  return typeof output === 'object' && output !== null && 'noop' in output ? [output.noop as NoopReport] : [];
}
