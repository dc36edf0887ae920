/**
 * Is the previous revision known to be good, complete, and the direct predecessor? A release that was replaced sooner
 * than usual may have been bad; one that ran for a day without this failure was not.
 */
import { failingMs } from '../../../incident/release-record.ts';
import type { TaskDefinitionSnapshot } from '../../../world/release.ts';
import { hold, type Hold } from '../../../holds/hold.ts';
import { familyOf, revisionOf } from './revisions.ts';
import { lastedMs, type Run } from './runs.ts';
import { minutes, type RollbackCase } from './rollback-case.ts';

/** In a whole day a revision has seen its peak hours and its nightly jobs. */
const BAKED_HOURS = 24;
/** Enough where no recorded release of the service ran for a day: its team deploys more often. */
const BAKED_HOURS_MIN = 2;
/** A revision that showed the same failure for a larger share of its time is no rollback target. */
const FAILING_SHARE_MAX = 0.01;

export function knownGoodHolds(way: RollbackCase): readonly Hold[] {
  const { target, releases } = way;
  if (target === undefined) return [hold('no-known-good', 'no earlier successful deployment of another revision')];
  const definition = releases.taskDefinitions[target.taskDefinitionArn];
  if (definition === undefined) return [hold('no-known-good', `${target.taskDefinitionArn} could not be described`)];
  const unfit = [...provenHolds(way, target), ...bakedHolds(way, target), ...failingHolds(way, target)];
  return [...unfit, ...depthHolds(way, unfit), ...wholeHolds(way, definition)];
}

function provenHolds({ current }: RollbackCase, target: Run): readonly Hold[] {
  const { taskDefinitionArn: arn } = target;
  const holds: Hold[] = [];
  if (!target.completed) holds.push(hold('no-known-good', `no deployment of ${revisionOf(arn)} ever completed`));
  if (current !== undefined && familyOf(arn) !== familyOf(current.taskDefinitionArn)) {
    holds.push(hold('no-known-good', `${revisionOf(arn)} is of another family, so another program`));
  }
  return holds;
}

function bakedHolds(way: RollbackCase, target: Run): readonly Hold[] {
  const baked = bakedMs(way, target.taskDefinitionArn);
  const needed = usuallyLonger(way, target) ? BAKED_HOURS : BAKED_HOURS_MIN;
  if (baked >= needed * 3_600_000) return [];
  const others = needed === BAKED_HOURS ? ', as others of this service did' : '';
  const detail = `${revisionOf(target.taskDefinitionArn)} ran only ${minutes(baked)}; ${needed} h are needed${others}`;
  return [hold('known-good-not-baked', detail)];
}

/** Its longest unbroken run. */
function bakedMs({ runs, facts }: RollbackCase, taskDefinitionArn: string): number {
  const own = runs.filter((run) => run.taskDefinitionArn === taskDefinitionArn);
  return Math.max(0, ...own.map((run) => lastedMs(run, facts.now)));
}

function usuallyLonger({ runs, current, facts }: RollbackCase, target: Run): boolean {
  return runs.some(
    (run) =>
      run !== current &&
      run.taskDefinitionArn !== target.taskDefinitionArn &&
      lastedMs(run, facts.now) >= BAKED_HOURS * 3_600_000,
  );
}

/**
 * Only failures that the healer saw count. Before it watched, a day without a newer release is the only evidence, and
 * for a service that is healed for the first time it has to be enough.
 */
function failingHolds({ facts, releases }: RollbackCase, target: Run): readonly Hold[] {
  const { failureType } = facts.incident;
  const [from, to] = [target.rolledOutAt, target.until ?? facts.now];
  const failures = (releases.record?.failures ?? []).filter((failure) => failure.failureType === failureType);
  const failing = failingMs(failures, { from, to, now: facts.now });
  if (failing === 0 || failing < (to - from) * FAILING_SHARE_MAX) return [];
  const detail = `${revisionOf(target.taskDefinitionArn)} showed the same failure for ${minutes(failing)} of ${minutes(to - from)}`;
  return [hold('known-good-failing', detail)];
}

/** One release back and no further: two releases back is a person's decision. */
function depthHolds(way: RollbackCase, unfit: readonly Hold[]): readonly Hold[] {
  if (unfit.length === 0) return [];
  const older = way.runs.slice(2);
  const index = older.findIndex((run) => run.completed && bakedHolds(way, run).length === 0);
  const good = older[index];
  if (good === undefined) return [];
  const detail = `${revisionOf(good.taskDefinitionArn)} is known good, but ${index + 2} releases back`;
  return [hold('known-good-too-far', detail)];
}

/**
 * Everything it needs still exists. The healer may not read secrets, but secrets that the running revision names too
 * existed when its tasks started. A missing image, and anything else that keeps a task from starting, shows in the
 * first task, while the others still run.
 */
function wholeHolds({ current, releases }: RollbackCase, definition: TaskDefinitionSnapshot): readonly Hold[] {
  const holds: Hold[] = [];
  const name = revisionOf(definition.arn);
  if (definition.status !== 'ACTIVE') holds.push(hold('known-good-inactive', `${name} is ${definition.status}`));
  const loose = definition.images.filter((image) => !/@sha256:[0-9a-f]{64}$/.test(image));
  if (loose.length > 0 || definition.images.length === 0) {
    const detail = `${loose[0] ?? 'no image'}: a tag may mean another image by now; pin by digest`;
    holds.push(hold('image-not-pinned', detail));
  }
  const now = releases.taskDefinitions[current?.taskDefinitionArn ?? '']?.references ?? [];
  const alone = (definition.references ?? []).filter((reference) => !now.includes(reference));
  if (alone.length > 0) {
    holds.push(hold('secrets-unknown', `${name} needs ${alone.join(', ')}, which the running revision does not name`));
  }
  return holds;
}
