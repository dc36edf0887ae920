/**
 * Tasks with scale-in protection: their application must not be cut off now. ECS respects the protection itself, but
 * lets any caller stop such a task, so the healer has to check.
 */
import { CLOCK_SKEW_SECONDS_MAX } from '../../clock-skew.ts';
import type { Known } from '../../world/known.ts';
import type { TaskProtection } from '../../world/task.ts';
import type { Hold } from '../../holds/hold.ts';
import { shortId } from '../../facts/running-tasks.ts';
import { minute } from '../../minute.ts';

/**
 * Why these tasks may not be stopped now; empty where none is protected. A task without an answer may be protected.
 * @param protection undefined where it was not read, because the service lets protected tasks be replaced
 */
export function protectionHolds(
  tasks: readonly string[],
  protection: Known<readonly TaskProtection[]> | undefined,
  now: number,
): readonly Hold[] {
  if (protection === undefined) return [];
  if (protection.kind === 'unknown') return [unread(protection.why)];
  const states = tasks.map((arn) => protection.value.find(({ taskArn }) => taskArn === arn));
  const at = states.filter((one) => one?.state === 'protected' && !isOver(one, now));
  const [first] = at;
  if (first !== undefined) return [protectedHold(first.taskArn, at.length, latest(at))];
  const unanswered = states.findIndex((one) => one === undefined || one.state === 'unknown');
  return unanswered < 0 ? [] : [unread(`ECS gave no answer for task ${shortId(tasks[unanswered] ?? '')}`)];
}

/** The end is by ECS's clock, so it counts as past only when it is past by every possible clock. */
function isOver({ until }: TaskProtection, now: number): boolean {
  return until !== undefined && until <= now - CLOCK_SKEW_SECONDS_MAX * 1_000;
}

function protectedHold(taskArn: string, count: number, until: number | undefined): Hold {
  const who = count === 1 ? `task ${shortId(taskArn)} is` : `${count} tasks are`;
  const end = until === undefined ? '' : ` until ${minute(until)}`;
  return {
    reason: 'task-protected',
    detail: `${who} protected from scale-in${end}: an application is at work in it`,
    ...(until === undefined ? {} : { until }),
  };
}

/** When the last protection ends; undefined where one has no end. */
function latest(protections: readonly (TaskProtection | undefined)[]): number | undefined {
  const ends = protections.flatMap((one) => one?.until ?? []);
  return ends.length < protections.length ? undefined : Math.max(...ends);
}

function unread(why: string): Hold {
  return { reason: 'service-unreadable', detail: `the scale-in protection of its tasks could not be read: ${why}` };
}
