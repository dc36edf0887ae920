/** The execution a test signal started: found by a word in its event, followed to its end. */
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  type DescribeExecutionCommandOutput,
  type SFNClient,
} from '@aws-sdk/client-sfn';

/** Newest first; more starts than this between two looks would be a storm no test belongs in. */
const LISTED_MAX = 100;

export type Execution = Pick<
  DescribeExecutionCommandOutput,
  'executionArn' | 'status' | 'input' | 'output' | 'error' | 'cause' | 'startDate' | 'stopDate'
>;

/** Finds the execution whose input has `word` in it; what is in `seen` is not looked at again. */
export function executionFinder(client: SFNClient, stateMachineArn: string, word: string) {
  const seen = new Set<string>();
  return async (): Promise<Execution | undefined> => {
    for (const executionArn of await newest(client, stateMachineArn)) {
      if (seen.has(executionArn)) continue;
      seen.add(executionArn);
      const execution = await describeExecution(client, executionArn);
      if (execution.input?.includes(word)) return execution;
    }
    return undefined;
  };
}

/** The execution as it is now. @throws what the SDK throws, also where there is no such execution. */
export async function describeExecution(client: SFNClient, executionArn: string): Promise<Execution> {
  return client.send(new DescribeExecutionCommand({ executionArn }));
}

/** ARNs of those that started last. */
async function newest(client: SFNClient, stateMachineArn: string): Promise<readonly string[]> {
  const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: LISTED_MAX }));
  return executions.flatMap(({ executionArn }) => executionArn ?? []);
}
