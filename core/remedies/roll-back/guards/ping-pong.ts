/**
 * One rollback is a remedy, two are a loop. The healer does not roll back to a revision that was recently rolled back
 * from, and after one rollback within a day a person decides on the next.
 */
import type { DeploymentRecord } from '../../../world/release.ts';
import { hold, type Hold } from '../../../holds/hold.ts';
import { isOlder, revisionOf } from './revisions.ts';
import { minutes, type RollbackCase } from './rollback-case.ts';

/** After a second rollback within a day a person must look. */
const AGAIN_HOURS_MIN = 24;
/** Days for which a revision that was rolled back from does not count as good. */
const LEFT_DAYS_MIN = 7;

export function pingPongHolds(way: RollbackCase): readonly Hold[] {
  const { facts, releases, target } = way;
  const back = waysBack(releases.deployments);
  const last = back.find(({ at }) => facts.now - at <= AGAIN_HOURS_MIN * 3_600_000);
  const left = back.find(
    (one) => one.from === target?.taskDefinitionArn && facts.now - one.at <= LEFT_DAYS_MIN * 86_400_000,
  );
  const holds: Hold[] = [];
  if (last !== undefined) {
    holds.push(hold('rolled-back-recently', `the service was rolled back ${minutes(facts.now - last.at)} ago`));
  }
  if (left !== undefined) {
    const detail = `${revisionOf(left.from)} was rolled back from ${minutes(facts.now - left.at)} ago`;
    holds.push(hold('target-rolled-back', detail));
  }
  return holds;
}

interface StepBack {
  /** The revision that was left. */
  readonly from: string;
  readonly at: number;
}

/** Every recorded rollback by any actor, newest first. */
function waysBack(deployments: readonly DeploymentRecord[]): readonly StepBack[] {
  const steps: StepBack[] = [];
  for (const [index, deployment] of deployments.entries()) {
    const from = deployment.takenBack ?? leftFor(deployment, deployments.slice(index + 1));
    if (from !== undefined) steps.push({ from, at: deployment.finishedAt ?? deployment.startedAt });
  }
  return steps;
}

/** The revision that a rollback left: one by ECS, to a lower number, or to a revision that ran before it. */
function leftFor({ status, taskDefinitionArn }: DeploymentRecord, before: readonly DeploymentRecord[]) {
  const index = before.findIndex((one) => one.taskDefinitionArn !== taskDefinitionArn);
  const left = before[index]?.taskDefinitionArn;
  if (left === undefined) return undefined;
  if (status === 'ROLLBACK_SUCCESSFUL' || isOlder(taskDefinitionArn, left)) return left;
  return before.slice(index + 1).some((one) => one.taskDefinitionArn === taskDefinitionArn) ? left : undefined;
}
