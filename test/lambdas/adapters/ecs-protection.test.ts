/** What GetTaskProtection answers, read task by task: nothing that ECS leaves out is taken for free. */
import type { ECSClient, GetTaskProtectionCommand, GetTaskProtectionResponse } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { readProtections } from '../../../lambdas/adapters/ecs-protection.ts';
import { aService } from '../../support/catalog.ts';
import { recordedCase } from '../../support/described-service.ts';

const recorded = recordedCase('protected-task') as GetTaskProtectionResponse;
const ARN = recorded.protectedTasks?.[0]?.taskArn ?? '';
const OTHER = `${ARN.slice(0, -1)}0`;

function answering(answer: GetTaskProtectionResponse, asked: (readonly string[])[] = []): ECSClient {
  const send = async ({ input }: GetTaskProtectionCommand) => {
    asked.push(input.tasks ?? []);
    return answer;
  };
  return { send } as unknown as ECSClient;
}

describe('The protection of tasks', () => {
  it('is read with its end', async () => {
    expect(await readProtections(answering(recorded), aService(), [ARN])).toEqual([
      { taskArn: ARN, state: 'protected', until: Date.UTC(2026, 0, 15, 5) },
    ]);
  });

  it.each([
    {
      case: 'is not protected',
      answer: { protectedTasks: [{ taskArn: OTHER, protectionEnabled: false }] },
      state: 'free',
    },
    { case: 'is gone', answer: { failures: [{ arn: OTHER, reason: 'MISSING' }] }, state: 'free' },
    { case: 'is no valid task', answer: { failures: [{ arn: OTHER, reason: 'TASK_NOT_VALID' }] }, state: 'unknown' },
    { case: 'is left out', answer: {}, state: 'unknown' },
  ])('of a task that $case is $state', async ({ answer, state }) => {
    expect(await readProtections(answering(answer), aService(), [OTHER])).toEqual([{ taskArn: OTHER, state }]);
  });

  it('is asked of a hundred tasks at once, the most ECS takes', async () => {
    const asked: (readonly string[])[] = [];
    const arns = Array.from({ length: 205 }, (_, index) => `${ARN}${index}`);
    expect(await readProtections(answering({}, asked), aService(), arns)).toHaveLength(205);
    expect(asked.map(({ length }) => length)).toEqual([100, 100, 5]);
  });
});
