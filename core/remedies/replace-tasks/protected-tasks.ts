/**
 * Tasks that an application protects from scale-in, because they are in the middle of something that must not be cut off.
 * ECS keeps its own hands off them and lets anybody stop them all the same, so the healer has to look.
 */
import { CLOCK_SKEW_SECONDS_MAX } from '../../clock-skew.ts';
import type { Known } from '../../world/known.ts';
import type { TaskProtection } from '../../world/task.ts';
import type { Hold } from '../../holds/hold.ts';
import { shortId } from '../../facts/running-tasks.ts';

/**
 * Why these tasks may not be stopped now; empty where none of them is protected. What was not answered for may be.
 * @param protection undefined where nobody asked: the service lets its protected tasks be replaced
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
  return unanswered < 0 ? [] : [unread(`ECS did not say it of task ${shortId(tasks[unanswered] ?? '')}`)];
}

/** ECS said so by its own clock: an end counts as past once it is past by every clock there may be. */
function isOver({ until }: TaskProtection, now: number): boolean {
  return until !== undefined && until <= now - CLOCK_SKEW_SECONDS_MAX * 1_000;
}

function protectedHold(taskArn: string, count: number, until: number | undefined): Hold {
  const who = count === 1 ? `task ${shortId(taskArn)} is` : `${count} tasks are`;
  const end = until === undefined ? '' : ` until ${new Date(until).toISOString().slice(0, 16)}Z`;
  return {
    reason: 'task-protected',
    detail: `${who} protected from scale-in${end}: an application is at work in it`,
    ...(until === undefined ? {} : { until }),
  };
}

/** When the last of them ends; undefined where one has no end. */
function latest(protections: readonly (TaskProtection | undefined)[]): number | undefined {
  const ends = protections.flatMap((one) => one?.until ?? []);
  return ends.length < protections.length ? undefined : Math.max(...ends);
}

function unread(why: string): Hold {
  return { reason: 'service-unreadable', detail: `whether its tasks are protected from scale-in is not known: ${why}` };
}
