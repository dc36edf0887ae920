/** Checks, by SQS's metric in CloudWatch, that no event waits in the dead-letter queue. */
import { cloudwatchMetrics } from '../../lambdas/adapters/cloudwatch-metrics.ts';
import { findingOf, warning, type Problem } from '../check.ts';
import { idsOfType } from '../deployed-stack.ts';
import type { AccountCheck, World } from '../world.ts';

/** SQS counts once a minute, some minutes late. */
const PERIOD_SECONDS = 60;
const LOOK_BACK_MS = 15 * 60_000;

export const deadLettersEmpty: AccountCheck = {
  id: 'dead-letters',
  title: 'The dead-letter queue is empty',
  run: async (world) => {
    const problems: Problem[] = [];
    for (const url of idsOfType(world.stack, 'AWS::SQS::Queue'))
      problems.push(...(await problemsOf(world, url.split('/').at(-1) ?? url)));
    // SQS reports a queue while it holds messages; without data it has been empty for hours.
    return findingOf(problems, 'no message waits');
  },
};

async function problemsOf({ clients, now }: World, queue: string): Promise<readonly Problem[]> {
  const element = {
    id: 'value',
    namespace: 'AWS/SQS',
    name: 'ApproximateNumberOfMessagesVisible',
    dimensions: { QueueName: queue },
    statistic: 'Maximum',
  };
  const request = { id: queue, elements: [element], periodSeconds: PERIOD_SECONDS };
  const series = await cloudwatchMetrics(clients.cloudwatch).series([request], now() - LOOK_BACK_MS, now());
  const waiting = series[queue]?.at(-1)?.value ?? 0;
  if (waiting === 0) return [];
  const fix = 'read them: docs/self-alarms.md of the healer package, "A letter is in the dead-letter queue"';
  return [warning(`${waiting} messages wait in ${queue}`, fix)];
}
