/** Reads which tasks are protected from scale-in. It must not know what is made of it. */
import { GetTaskProtectionCommand, type ECSClient, type GetTaskProtectionResponse } from '@aws-sdk/client-ecs';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { TaskProtection } from '../../core/world/task.ts';
import { inChunks } from './aws-call.ts';

/** As many tasks as one call of ECS may name. */
const TASKS_PER_CALL = 100;

/** Of each task that is asked about; `unknown` where ECS gives no answer for one. */
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
  // A task that is gone by now is protected by nothing.
  const gone = failures.some(({ arn, reason }) => arn === taskArn && reason === 'MISSING');
  if (gone || found?.protectionEnabled === false) return { taskArn, state: 'free' };
  if (found?.protectionEnabled !== true) return { taskArn, state: 'unknown' };
  const until = found.expirationDate?.getTime();
  return { taskArn, state: 'protected', ...(until === undefined ? {} : { until }) };
}
