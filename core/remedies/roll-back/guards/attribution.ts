/**
 * Did this release cause the failure? A rollback helps only against what the last deployment brought: the failure began
 * with it, did not exist before it, and shows where the new revision runs.
 */
import { CLOCK_SKEW_SECONDS_MAX } from '../../../clock-skew.ts';
import type { Facts } from '../../../facts/facts.ts';
import { openFrom } from '../../../incident/release-record.ts';
import { hold, type Hold } from '../../../holds/hold.ts';
import { runningTasks } from '../../../facts/running-tasks.ts';
import { failsHealthCheckIn, sickTasks } from '../../../facts/sick-tasks.ts';
import { revisionOf } from './revisions.ts';
import type { Run } from './runs.ts';
import { minutes, type RollbackCase } from './rollback-case.ts';

/** A failure that begins later than this after a deployment is not blamed on it. */
const ATTRIBUTION_MINUTES_MAX = 60;
/** A failure after more hours is not blamed on the deployment: other changes depend on it by then. */
const DEPLOYMENT_HOURS_MAX = 24;
/** The deployment did not bring a failure that occurred so shortly before it. */
const FAILED_BEFORE_MINUTES = 60;
/** Where both revisions run, this share of the sick tasks must run the new one. */
const SICK_SHARE_OF_NEW_MIN = 0.8;

export function attributionHolds(way: RollbackCase): readonly Hold[] {
  const { current } = way;
  if (current === undefined) return [hold('no-recent-deployment', 'the current revision is in no recorded deployment')];
  return [...timeHolds(way, current), ...failedBefore(way, current), ...oldOnesFailToo(way, current)];
}

function timeHolds({ facts }: RollbackCase, { startedAt, rolledOutAt }: Run): readonly Hold[] {
  const { onsetAt } = facts.incident;
  // Comparisons with NaN are false either way, which would allow the rollback.
  if (![onsetAt, startedAt, rolledOutAt, facts.now].every(Number.isFinite)) {
    return [hold('onset-before-deployment', 'the start of the failure or of the deployment is unknown')];
  }
  if (onsetAt < startedAt && !onlySeemsBefore(facts, startedAt)) {
    const detail = `the failure began ${minutes(startedAt - onsetAt)} before the deployment`;
    return [hold('onset-before-deployment', detail)];
  }
  if (onsetAt - rolledOutAt > ATTRIBUTION_MINUTES_MAX * 60_000) {
    const detail = `the last deployment ended ${minutes(onsetAt - rolledOutAt)} before the failure began`;
    return [hold('no-recent-deployment', detail)];
  }
  if (facts.now - rolledOutAt > DEPLOYMENT_HOURS_MAX * 3_600_000) {
    return [hold('no-recent-deployment', `the last deployment ended ${minutes(facts.now - rolledOutAt)} ago`)];
  }
  return [];
}

/**
 * Whether the failure seems to begin before the deployment only because a clock is off. The onset comes from the sender
 * of the signal, or from the Lambda if that is earlier; the start of the deployment comes from ECS. The new release may
 * be the cure, so a difference within the clocks' error is not enough. One of these must hold:
 * - ECS began the deployment in the Lambda's future, so the Lambda's clock is behind, and the sender's time is after
 * the deployment; or
 * - the signal arrived after the deployment began, and CloudWatch, which shares its clock with ECS, does not
 * contradict.
 */
function onlySeemsBefore({ incident, alarms }: Facts, startedAt: number): boolean {
  const apart = CLOCK_SKEW_SECONDS_MAX * 1_000;
  const { onsetAt, openedAt, trigger } = incident;
  const saidAt = Math.min('since' in trigger ? (trigger.since ?? trigger.at) : trigger.at, trigger.at);
  if (startedAt - onsetAt > apart) return false;
  if (openedAt < startedAt) return saidAt >= startedAt;
  if (trigger.kind !== 'alarm') return true;
  const alarm = alarms.kind === 'known' ? alarms.value.find(({ name }) => name === trigger.alarmName) : undefined;
  if (alarm?.state !== 'ALARM' || Math.abs(alarm.stateChangedAt - trigger.at) > apart) return false;
  // How long the metric had been beyond its limit by then: both times are of one clock.
  return alarm.stateChangedAt - (trigger.at - saidAt) >= startedAt;
}

function failedBefore({ facts, releases }: RollbackCase, { startedAt }: Run): readonly Hold[] {
  const { failureType, id } = facts.incident;
  const earlier = (releases.record?.failures ?? []).find(
    (failure) =>
      failure.failureType === failureType &&
      failure.incidentId !== id &&
      failure.from < startedAt &&
      openFrom(failure, facts.now).until > startedAt - FAILED_BEFORE_MINUTES * 60_000,
  );
  if (earlier === undefined) return [];
  const detail = `the same failure occurred ${minutes(startedAt - earlier.from)} before the deployment`;
  return [hold('failed-before-deployment', detail)];
}

/** Sick tasks of the old revision fail for another reason. Where sick tasks are unknown, the cause is too. */
function oldOnesFailToo({ facts, running }: RollbackCase, { taskDefinitionArn }: Run): readonly Hold[] {
  const tasks = runningTasks(running.tasks);
  if (tasks.every((task) => task.taskDefinitionArn === taskDefinitionArn)) return [];
  if (!tasks.some((task) => task.taskDefinitionArn === taskDefinitionArn)) return [];
  const sick = sickTasks(facts);
  const beyond = new Set(sick.kind === 'known' ? sick.tasks.map(({ arn }) => arn) : []);
  const fails = failsHealthCheckIn(running);
  const bad = tasks.filter((task) => beyond.has(task.arn) || fails(task));
  const ofNew = bad.filter((task) => task.taskDefinitionArn === taskDefinitionArn).length;
  if (bad.length > 0 && ofNew / bad.length >= SICK_SHARE_OF_NEW_MIN) return [];
  const detail =
    bad.length === 0
      ? `two revisions run, and no reading shows that ${revisionOf(taskDefinitionArn)} is the sick one`
      : `only ${ofNew} of ${bad.length} sick tasks run ${revisionOf(taskDefinitionArn)}`;
  return [hold('old-revision-fails-too', detail)];
}
