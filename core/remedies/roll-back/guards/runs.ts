/**
 * The ledger of what ran: which revision, from when until when, and whether its deployment completed. Put together from
 * what ECS still lists and from what the healer saw complete; ECS forgets after ninety days, and twenty deployments of
 * the same revision push everything else out of what is read.
 */
import type { Releases } from '../../../facts/facts.ts';
import type { SeenRelease } from '../../../incident/release-record.ts';
import type { DeploymentRecord } from '../../../world/release.ts';

/** An unbroken time in which one revision was what the service was meant to run. Times are ms since the epoch. */
export interface Run {
  readonly taskDefinitionArn: string;
  /** When its first deployment began, and when that ended; as `startedAt` while it has not. */
  readonly startedAt: number;
  readonly rolledOutAt: number;
  /** When the next one's deployment began; absent for the one that runs. */
  readonly until?: number;
  /** Whether any of its deployments completed. */
  readonly completed: boolean;
}

/** What ECS calls a deployment that ended with the service running what it should. */
const COMPLETED: ReadonlySet<string> = new Set(['SUCCESSFUL', 'ROLLBACK_SUCCESSFUL']);

/** The run of the revision that runs now, then those before it, newest first; empty when it is in no record. */
export function runsOf(releases: Releases, currentArn: string): readonly Run[] {
  const all = [...releases.deployments, ...beforeThem(releases)];
  const first = all.findIndex(({ taskDefinitionArn }) => taskDefinitionArn === currentArn);
  if (first < 0) return [];
  const runs: Run[] = [];
  for (const deployment of all.slice(first)) {
    const last = runs.at(-1);
    // A forced redeployment of the same revision changed nothing: it came with the oldest of an unbroken row of them.
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

/** What the healer saw before the oldest deployment that ECS lists, newest first, in the same shape. */
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

/** How long it ran, ms; the one that runs now until `now`. */
export function lastedMs({ rolledOutAt, until }: Run, now: number): number {
  return Math.max(0, (until ?? now) - rolledOutAt);
}
