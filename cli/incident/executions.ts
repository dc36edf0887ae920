/** Finds the execution that a test signal started, by a word in its event, and follows it to its end. */
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  type DescribeExecutionCommandOutput,
  type SFNClient,
} from '@aws-sdk/client-sfn';

/** Newest first. More starts between two looks are a storm, where a test does not belong. */
const LISTED_MAX = 100;

export type Execution = Pick<
  DescribeExecutionCommandOutput,
  'executionArn' | 'status' | 'input' | 'output' | 'error' | 'cause' | 'startDate' | 'stopDate'
>;

/** Finds the execution whose input contains `word`; skips those in `seen`. */
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

/** The present state of the execution. @throws errors of the SDK, also for an unknown execution */
export async function describeExecution(client: SFNClient, executionArn: string): Promise<Execution> {
  return client.send(new DescribeExecutionCommand({ executionArn }));
}

async function newest(client: SFNClient, stateMachineArn: string): Promise<readonly string[]> {
  const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: LISTED_MAX }));
  return executions.flatMap(({ executionArn }) => executionArn ?? []);
}
