/**
 * Going back once is a remedy, going back twice is a loop. What was taken back lately is not gone back to, and after one
 * way back within a day the next is a person's: a second step back is a guess at a past that nobody vouches for.
 */
import type { DeploymentRecord } from '../../../world/release.ts';
import type { Hold } from '../../../holds/hold.ts';
import { hold } from '../../../holds/hold.ts';
import { isOlder, revisionOf } from './revisions.ts';
import { minutes } from './rollback-case.ts';
import type { RollbackCase } from './rollback-case.ts';

/** One way back a day: a second is a pattern a person must look at. */
const AGAIN_HOURS_MIN = 24;
/** For a week what was rolled back from is not known to be good, whatever it was before. */
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
    holds.push(hold('rolled-back-recently', `the service went back already, ${minutes(facts.now - last.at)} ago`));
  }
  if (left !== undefined) {
    const detail = `${revisionOf(left.from)} was itself rolled back from, ${minutes(facts.now - left.at)} ago`;
    holds.push(hold('target-rolled-back', detail));
  }
  return holds;
}

interface StepBack {
  /** What was left. */
  readonly from: string;
  readonly at: number;
}

/** Every way back on record, whoever went it, newest first. */
function waysBack(deployments: readonly DeploymentRecord[]): readonly StepBack[] {
  const steps: StepBack[] = [];
  for (const [index, deployment] of deployments.entries()) {
    const from = deployment.takenBack ?? leftFor(deployment, deployments.slice(index + 1));
    if (from !== undefined) steps.push({ from, at: deployment.finishedAt ?? deployment.startedAt });
  }
  return steps;
}

/** What the deployment went back from: by ECS, to an older number, or to what had run before what it left. */
function leftFor({ status, taskDefinitionArn }: DeploymentRecord, before: readonly DeploymentRecord[]) {
  const index = before.findIndex((one) => one.taskDefinitionArn !== taskDefinitionArn);
  const left = before[index]?.taskDefinitionArn;
  if (left === undefined) return undefined;
  if (status === 'ROLLBACK_SUCCESSFUL' || isOlder(taskDefinitionArn, left)) return left;
  return before.slice(index + 1).some((one) => one.taskDefinitionArn === taskDefinitionArn) ? left : undefined;
}
