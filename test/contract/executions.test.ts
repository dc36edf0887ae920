/** The Step Functions adapter keeps the contract over HTTP, and the one in memory as well. */
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, describe, expect, it } from 'vitest';
import { createStates } from 'loopback-aws/states/service.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';
import { clientSettings } from '../../lambdas/adapters/aws-call.ts';
import { statesExecutions } from '../../lambdas/adapters/states-executions.ts';
import { ReadFailed } from '../../core/ports/errors.ts';
import { manualClock, memoryPorts } from '../support/memory-ports/memory-ports.ts';
import { awsEndpoint, type AwsEndpoint } from './aws-endpoint.ts';
import { executionsContract, lookingAfterContract, type MadeExecutions } from './looking-after.contract.ts';
import { START } from './samples.ts';

const opened: AwsEndpoint[] = [];

/** A machine that waits longer than any test. */
const WAITING = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 86_400, Next: 'End' }, End: { Type: 'Succeed' } },
});

async function overHttp(): Promise<MadeExecutions> {
  const clock = virtualClock(START);
  const ignore = () => undefined;
  const states = createStates({ clock, runTask: async () => ({}), emit: ignore, onDefect: ignore });
  opened.push(await awsEndpoint(() => [states.service], clock));
  const machineArn = states.createMachine({ name: 'healer', roleArn: 'arn:role', definition: WAITING });
  process.env['STATE_MACHINE_ARN'] = machineArn;
  const arnOf = (name: string) => `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  const client = new SFNClient(clientSettings());
  return {
    executions: statesExecutions(client),
    arnOf,
    end: async (name) => void (await client.send(new StopExecutionCommand({ executionArn: arnOf(name) }))),
  };
}

async function inMemory(): Promise<MadeExecutions> {
  const { ports, executions } = memoryPorts(manualClock(START));
  const end = async (name: string) => executions.set(`arn:${name}`, { kind: 'ended', status: 'ABORTED', at: START });
  return { executions: ports.executions, arnOf: (name) => `arn:${name}`, end };
}

afterAll(async () => {
  await Promise.all(opened.map(({ close }) => close()));
});

describe('Executions in Step Functions', () => {
  executionsContract(overHttp);

  it('are unknown where Step Functions does not know them, and unreadable where there is no machine at all to ask', async () => {
    const { executions, arnOf } = await overHttp();
    expect(await executions.state(arnOf('never-was'))).toEqual({ kind: 'unknown' });
    await opened.at(-1)?.close();
    opened.pop();
    await expect(executions.state(arnOf('never-was'))).rejects.toThrow(ReadFailed);
  });
});

describe('Executions in memory', () => {
  executionsContract(inMemory);
});

describe('Sweeps and the heartbeat in memory', () => {
  lookingAfterContract(async () => memoryPorts(manualClock(START)).ports);
});
