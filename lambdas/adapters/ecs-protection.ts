/** Reads which tasks are protected from scale-in. */
import { GetTaskProtectionCommand, type ECSClient, type GetTaskProtectionResponse } from '@aws-sdk/client-ecs';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { TaskProtection } from '../../core/world/task.ts';
import { inChunks } from './aws-call.ts';

/** The limit of one ECS call. */
const TASKS_PER_CALL = 100;

/** Answers for each task; `unknown` where ECS does not answer for it. */
export async function readProtections(
  ecs: ECSClient,
  { cluster }: ServiceEntry,
  taskArns: readonly string[],
): Promise<readonly TaskProtection[]> {
  const answers = await Promise.all(
    inChunks(taskArns, TASKS_PER_CALL).map(async (tasks) => ({
      tasks,
      answer: await ecs.send(new GetTaskProtectionCommand({ cluster, tasks: [...tasks] })),
    })),
  );
  return answers.flatMap(({ tasks, answer }) => tasks.map((taskArn) => protectionOf(taskArn, answer)));
}

function protectionOf(
  taskArn: string,
  { protectedTasks = [], failures = [] }: GetTaskProtectionResponse,
): TaskProtection {
  const found = protectedTasks.find((one) => one.taskArn === taskArn);
  // A stopped task has no protection.
  const gone = failures.some(({ arn, reason }) => arn === taskArn && reason === 'MISSING');
  if (gone || found?.protectionEnabled === false) return { taskArn, state: 'free' };
  if (found?.protectionEnabled !== true) return { taskArn, state: 'unknown' };
  const until = found.expirationDate?.getTime();
  return { taskArn, state: 'protected', ...(until === undefined ? {} : { until }) };
}
