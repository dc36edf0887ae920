/**
 * Is it this release? A way back helps against what came with the last deployment and against nothing else: the failure
 * began with it, was not there before it, and shows where the new revision runs.
 */
import { openFrom } from '../../incident/release-record.ts';
import type { Hold } from '../../vocabulary.ts';
import { hold } from '../remedy.ts';
import { failsHealthCheckIn, runningTasks, sickTasks } from '../sick-tasks.ts';
import { revisionOf } from './revisions.ts';
import type { Run } from './runs.ts';
import { minutes } from './way-back.ts';
import type { WayBack } from './way-back.ts';

/** A failure that begins later than this after a deployment is not blamed on it. */
const ATTRIBUTION_MINUTES_MAX = 60;
/** A deployment this old is what people are used to: by now others things hang on it than the failure. */
const DEPLOYMENT_HOURS_MAX = 24;
/** The same failure this shortly before the deployment was not brought by it. */
const FAILED_BEFORE_MINUTES = 60;
/** Where both revisions run, this share of what is sick must be of the new one. */
const SICK_SHARE_OF_NEW_MIN = 0.8;

export function attributionHolds(way: WayBack): readonly Hold[] {
  const { current } = way;
  if (current === undefined) return [hold('no-recent-deployment', 'the current revision is in no recorded deployment')];
  return [...timeHolds(way, current), ...failedBefore(way, current), ...oldOnesFailToo(way, current)];
}

function timeHolds({ facts }: WayBack, { startedAt, rolledOutAt }: Run): readonly Hold[] {
  const { onsetAt } = facts.incident;
  if (onsetAt < startedAt) {
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

function failedBefore({ facts, releases }: WayBack, { startedAt }: Run): readonly Hold[] {
  const { failureType, id } = facts.incident;
  const earlier = (releases.record?.failures ?? []).find(
    (failure) =>
      failure.failureType === failureType &&
      failure.incidentId !== id &&
      failure.from < startedAt &&
      openFrom(failure, facts.now).until > startedAt - FAILED_BEFORE_MINUTES * 60_000,
  );
  if (earlier === undefined) return [];
  const detail = `the same failure was there ${minutes(startedAt - earlier.from)} before the deployment`;
  return [hold('failed-before-deployment', detail)];
}

/** Sick tasks of the old revision fail for another reason; where nothing tells sick from well, nobody knows. */
function oldOnesFailToo({ facts, running }: WayBack, { taskDefinitionArn }: Run): readonly Hold[] {
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
      ? `two revisions run, and nothing shows that ${revisionOf(taskDefinitionArn)} is the sick one`
      : `only ${ofNew} of ${bad.length} sick tasks run ${revisionOf(taskDefinitionArn)}`;
  return [hold('old-revision-fails-too', detail)];
}
