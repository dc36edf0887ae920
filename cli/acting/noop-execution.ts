/** The execution that carries the no-ops of one service: started, followed to its end, and read for what each Lambda said. */
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
  /** In the order in which they were made; fewer than there are acting Lambdas where the execution did not come so far. */
  readonly reports: readonly NoopReport[];
  /** Why it ended before its end. */
  readonly failure?: { readonly text: string; readonly fix: string };
}

/** Four Lambdas with cold starts take seconds; one that is retried five times takes a minute. */
const END_SECONDS_MAX = 180;

/** @throws what the SDK throws, such as AccessDeniedException where the operator may not start executions */
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

/** What left each state of an acting Lambda. */
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
