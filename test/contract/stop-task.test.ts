/** A task is stopped only where it is the service's own, with a word on who did it, and one that is gone is stopped already. */
import { describe, expect, it } from 'vitest';
import { DescribeTasksCommand, InvalidParameterException, StopTaskCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { WriteFailed } from '../../core/ports/errors.ts';
import { ecsServices } from '../../lambdas/adapters/ecs-services.ts';
import { aService } from '../support/catalog.ts';

const SERVICE = aService();
const TASK = 'arn:aws:ecs:us-east-1:123456789012:task/shop/1';

function ecsWith({ group, error }: { readonly group?: string; readonly error?: Error }) {
  const stopped: string[] = [];
  const send = async (command: unknown) => {
    if (command instanceof DescribeTasksCommand) return { tasks: group === undefined ? [] : [{ group }] };
    if (!(command instanceof StopTaskCommand)) throw new Error('only stopping is played');
    if (error !== undefined) throw error;
    stopped.push(command.input.task ?? '');
    return {};
  };
  const services = ecsServices({ ecs: { send } as unknown as ECSClient, loadBalancer: {} as never });
  return { stopped, stop: (reason = 'healer: inc-1') => services.stopTask(SERVICE, TASK, reason) };
}

const OWN = `service:${SERVICE.ecsService}`;
const refusal = (message: string) => new InvalidParameterException({ message, $metadata: {} });

describe('stopping a task', () => {
  it('stops the service’s own', async () => {
    const { stop, stopped } = ecsWith({ group: OWN });
    await stop();
    expect(stopped).toEqual([TASK]);
  });

  it.each([
    { case: 'of another service', ecs: { group: 'service:another' }, reason: undefined },
    { case: 'that an operator started by hand', ecs: { group: 'family:user' }, reason: undefined },
    { case: 'without saying who does it', ecs: { group: OWN }, reason: 'because' },
    { case: 'that ECS refuses', ecs: { group: OWN, error: refusal('too busy') }, reason: undefined },
  ])('fails for one $case', async ({ ecs, reason }) => {
    const { stop, stopped } = ecsWith(ecs);
    await expect(stop(reason)).rejects.toThrow(WriteFailed);
    expect(stopped).toEqual([]);
  });

  it('is done where it is gone, before or meanwhile', async () => {
    await expect(ecsWith({}).stop()).resolves.toBeUndefined();
    const gone = ecsWith({ group: OWN, error: refusal('The referenced task was not found.') });
    await expect(gone.stop()).resolves.toBeUndefined();
  });
});
