/**
 * The history of what ran: which revision, when, and whether its deployment completed. It joins what ECS still lists
 * with what the healer saw: ECS forgets after ninety days, and twenty deployments of the same revision push all others
 * out of the list.
 */
import type { Releases } from '../../../facts/facts.ts';
import type { SeenRelease } from '../../../incident/release-record.ts';
import type { DeploymentRecord } from '../../../world/release.ts';

/** An unbroken time in which one revision was the desired one. Times are ms since the epoch. */
export interface Run {
  readonly taskDefinitionArn: string;
  /** When its first deployment began, and when that ended; equal while it has not ended. */
  readonly startedAt: number;
  readonly rolledOutAt: number;
  /** When the next run's deployment began; absent for the present run. */
  readonly until?: number;
  /** Whether any of its deployments completed. */
  readonly completed: boolean;
}

/** States of a deployment that ended as desired. */
const COMPLETED: ReadonlySet<string> = new Set(['SUCCESSFUL', 'ROLLBACK_SUCCESSFUL']);

/** The run of the present revision, then earlier ones, newest first; empty when no record has the revision. */
export function runsOf(releases: Releases, currentArn: string): readonly Run[] {
  const all = [...releases.deployments, ...beforeThem(releases)];
  const first = all.findIndex(({ taskDefinitionArn }) => taskDefinitionArn === currentArn);
  if (first < 0) return [];
  const runs: Run[] = [];
  for (const deployment of all.slice(first)) {
    const last = runs.at(-1);
    // A forced redeployment of the same revision changes nothing: its run continues from the oldest of them.
    if (last?.taskDefinitionArn === deployment.taskDefinitionArn) runs[runs.length - 1] = longer(last, deployment);
    else runs.push(begun(deployment, last));
  }
  return runs;
}

function begun(deployment: DeploymentRecord, next: Run | undefined): Run {
  const { taskDefinitionArn, startedAt, finishedAt, status } = deployment;
  const run = { taskDefinitionArn, startedAt, rolledOutAt: finishedAt ?? startedAt, completed: COMPLETED.has(status) };
  return next === undefined ? run : { ...run, until: next.startedAt };
}

function longer(run: Run, { startedAt, finishedAt, status }: DeploymentRecord): Run {
  return {
    ...run,
    startedAt,
    rolledOutAt: finishedAt ?? startedAt,
    completed: run.completed || COMPLETED.has(status),
  };
}

/** What the healer saw before the oldest listed deployment, newest first, in the same shape. */
function beforeThem({ deployments, record }: Releases): readonly DeploymentRecord[] {
  const oldest = deployments.at(-1)?.startedAt ?? Infinity;
  return (record?.releases ?? [])
    .filter(({ completedAt }) => completedAt < oldest)
    .toReversed()
    .map(deploymentOf);
}

function deploymentOf({ deploymentId, taskDefinitionArn, completedAt }: SeenRelease): DeploymentRecord {
  const at = { startedAt: completedAt, finishedAt: completedAt };
  return { arn: deploymentId, status: 'SUCCESSFUL', ...at, taskDefinitionArn };
}

/** Length of the run, ms; the present one until `now`. */
export function lastedMs({ rolledOutAt, until }: Run, now: number): number {
  return Math.max(0, (until ?? now) - rolledOutAt);
}
