/** The `Executions` port over Step Functions: the healer's own state machine, whose ARN is in `STATE_MACHINE_ARN`. */
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Executions, ExecutionState } from '../../core/ports/upkeep.ts';
import { clientSettings, environmentVariable, reading, writing } from './aws-call.ts';

/** @param client shared by all calls; created once per Lambda instance. */
export function statesExecutions(client: SFNClient = new SFNClient(clientSettings())): Executions {
  return {
    state: (executionArn) =>
      reading(`Execution ${executionArn} could not be read`, async (): Promise<ExecutionState> => {
        try {
          // Omits the input, which may be large.
          const command = new DescribeExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' });
          const { status = 'UNKNOWN', stopDate } = await client.send(command);
          if (stopDate === undefined) return { kind: 'running' };
          return { kind: 'ended', status, at: stopDate.getTime() };
        } catch (error) {
          if (error instanceof ExecutionDoesNotExist) return { kind: 'unknown' };
          throw error;
        }
      }),
    start: (name, event) =>
      writing(`Execution ${name} could not be started`, async () => {
        const stateMachineArn = environmentVariable('STATE_MACHINE_ARN');
        try {
          await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(event) }));
          return 'started';
        } catch (error) {
          if (error instanceof ExecutionAlreadyExists) return 'already';
          throw error;
        }
      }),
  };
}
