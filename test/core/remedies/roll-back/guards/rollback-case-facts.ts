/** Facts in which every guard allows the way back from user:7 to user:6, and ways to change one of them. */
import { known } from '../../../../../core/world/known.ts';
import type { Facts, Neighbour, Releases, Running } from '../../../../../core/facts/facts.ts';
import type { ReleaseRecord } from '../../../../../core/incident/release-record.ts';
import type { DeploymentRecord, TaskDefinitionSnapshot } from '../../../../../core/world/release.ts';
import type { ServiceSnapshot } from '../../../../../core/world/service.ts';
import { rollBack } from '../../../../../core/remedies/roll-back/roll-back.ts';
import type { HoldReason } from '../../../../../core/holds/reasons.ts';
import { shippedRunbooks } from '../../../../support/catalog.ts';
import { factsOf } from '../../../../support/example-facts.ts';

export const HOUR = 3_600_000;
const shipped = shippedRunbooks().find(({ runbook }) => runbook.failureType === 'high-error-rate');
const example = shipped?.examples[0];
if (shipped === undefined || example === undefined) throw new Error('high-error-rate has no examples');
export const STEP = { remedy: 'rollBack', class: 'disruptive', expectedMinutes: 6, undo: 'none' } as const;
/** Errors that began two minutes after a deployment; what ran before ran for three days. */
export const good: Facts = factsOf(shipped.runbook, example);

export const releases: Releases = good.releases.kind === 'known' ? good.releases.value : never();
export const running: Running = good.running.kind === 'known' ? good.running.value : never();
export const [current = never(), previous = never()] = releases.deployments;

function never(): never {
  throw new Error('the example must be known');
}

export function holdsWith(change: Partial<Facts>): readonly HoldReason[] {
  const planned = rollBack.plan({ ...good, ...change }, STEP);
  return planned.kind === 'held' ? planned.holds.map(({ reason }) => reason) : [];
}

export function withReleases(change: Partial<Releases>): Partial<Facts> {
  return { releases: known({ ...releases, ...change }) };
}

export function withRecord(change: Partial<ReleaseRecord>): Partial<Facts> {
  return withReleases({ record: { releases: [], failures: [], ...change } });
}

export function withService(change: Partial<ServiceSnapshot>): Partial<Facts> {
  return { running: known({ ...running, service: { ...running.service, ...change } }) };
}

/** A deployment of another revision of the same family, so long before now and lasting a minute. */
export function deployed(revision: number, hoursAgo: number, status = 'SUCCESSFUL'): DeploymentRecord {
  const startedAt = good.now - hoursAgo * HOUR;
  const taskDefinitionArn = revisionArn(revision);
  return { arn: `arn:deployment/${hoursAgo}`, status, startedAt, finishedAt: startedAt + 60_000, taskDefinitionArn };
}

export function revisionArn(revision: number): string {
  return current.taskDefinitionArn.replace(/\d+$/, String(revision));
}

export function definition(
  of: number,
  change: Partial<TaskDefinitionSnapshot> = {},
): Record<string, TaskDefinitionSnapshot> {
  const arn = revisionArn(of);
  const plain = { arn, status: 'ACTIVE', images: [`shop/user@sha256:${'a'.repeat(64)}`], tags: {}, roles: [] };
  return { [arn]: { ...plain, ...releases.taskDefinitions[arn], ...change } };
}

export function withDefinitions(...changed: readonly Record<string, TaskDefinitionSnapshot>[]): Partial<Facts> {
  return withReleases({ taskDefinitions: Object.assign({}, releases.taskDefinitions, ...changed) });
}

/** With the tags of what runs and of what ran before; what is not given stays as it is. */
export function tagged(now: Record<string, string>, before: Record<string, string> = {}): Partial<Facts> {
  const tags = { 'healer:schema': 'compatible', 'healer:release': 'ordinary', ...now };
  return withDefinitions(definition(7, { tags }), definition(6, { tags: before }));
}

export function critical(change: Partial<Facts> = {}): Partial<Facts> {
  return { ...change, service: { ...good.service, tier: 'critical' } };
}

export function neighbour(role: Neighbour['role'], tags: Record<string, string>): Neighbour {
  return { service: 'order', role, live: [{ taskDefinitionArn: 'arn:task-definition/order:3', tags }] };
}

/**
 * An alarm's signal in minutes after the deployment began: when its sender says it was, when its incident was opened, and
 * since when CloudWatch has the alarm red; and for how long the metric had been beyond its limit by then.
 */
export function signalled(minutes: {
  readonly saidMinutes: number;
  readonly openedMinutes: number;
  readonly redMinutes: number;
  readonly sinceMinutes?: number;
}): Partial<Facts> {
  const after = (count: number) => current.startedAt + count * 60_000;
  const { trigger } = good.incident;
  if (trigger.kind !== 'alarm') throw new Error('the example begins with an alarm');
  const { saidMinutes, openedMinutes, redMinutes, sinceMinutes = 0 } = minutes;
  const since = after(saidMinutes - sinceMinutes);
  const openedAt = after(openedMinutes);
  const incident = {
    ...good.incident,
    trigger: { ...trigger, at: after(saidMinutes), since },
    openedAt,
    onsetAt: Math.min(since, openedAt),
  };
  const alarm = { name: trigger.alarmName, state: 'ALARM' as const, stateChangedAt: after(redMinutes) };
  return { incident, alarms: known([alarm]) };
}

/** Of the type that is failing now, in an incident before. */
export const failure = { incidentId: 'inc-before', failureType: 'high-error-rate' };

/** So many tasks of each revision run; the first so many of each are beyond the limit. */
export function mixed(
  ofNew: number,
  ofOld: number,
  sick: { readonly ofNew: number; readonly ofOld: number },
): Partial<Facts> {
  const [model] = running.tasks;
  if (model === undefined) throw new Error('the example has no task');
  const make = (name: string, count: number, revision: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...model,
      arn: `arn:task/${name}${index}`,
      taskDefinitionArn: revisionArn(revision),
      privateIp: `10.1.${revision}.${index}`,
    }));
  const beyond = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => [`arn:task/${name}${index}`, 1e9] as const);
  const taskValues = Object.fromEntries([...beyond('new', sick.ofNew), ...beyond('old', sick.ofOld)]);
  const tasks = [...make('new', ofNew, 7), ...make('old', ofOld, 6)];
  return { running: known({ ...running, tasks, targets: [], taskValues }) };
}

export function releasesTagged(
  now: Record<string, string>,
  before: Record<string, string> = { 'healer:api-version': '3' },
) {
  const { releases: read } = tagged(now, before);
  return read?.kind === 'known' ? read.value : releases;
}

/** The older revision serves version 3 of the API, the running one version 4; one neighbour says what it says. */
export function withPeers(role: 'consumer' | 'producer', tags: Record<string, string>): Partial<Facts> {
  const value = releasesTagged({ 'healer:api-version': '4' });
  return { releases: known({ ...value, neighbours: known([neighbour(role, tags)]) }) };
}

/** One change of facts in which the way back is taken, and the reason against it that follows. */
export interface Row {
  readonly case: string;
  readonly change: Partial<Facts>;
  readonly hold: HoldReason;
}
