/** What happens to a fake ECS service by itself as time passes. Each rule is one function; `settleService` is their order. */
import type { TargetAddress } from '../../../core/world/target.ts';
import { singleTargetGroupsOf } from '../../../core/catalog/target-groups.ts';
import { finishDeployment, isRollingOut, presentTaskDefinition } from './fake-deployments.ts';
import { CONTAINER_PORT, startTask, type FakeService, type FakeTarget, type FakeTask } from './fake-service.ts';

/** Everything due by now, in the order in which ECS would get to it. */
export function settleService(service: FakeService, now: number): void {
  removeStopped(service, now);
  startPending(service, now);
  moveTargets(service, now);
  retireSurplus(service, now);
  fillUp(service, now);
  if (
    isRollingOut(service) &&
    current(service).length === service.desired &&
    current(service).every(isServing(service))
  ) {
    if (outdated(service).length === 0) finishDeployment(service, now);
  }
}

/** The task begins to stop, at once and before it is replaced; its target drains. */
export function retireTask(service: FakeService, task: FakeTask, now: number): void {
  task.desiredStatus = 'STOPPED';
  task.stoppingAt = now;
  for (const target of targetsOf(service, task)) deregister(service, target, now);
}

/** As AWS takes it: in one group; the first of the service where none is named. */
export function deregister(service: FakeService, address: TargetAddress, now: number): void {
  const target = findTarget(service, address);
  if (target === undefined || target.state === 'draining') return;
  target.state = 'draining';
  target.since = now;
}

export function register(service: FakeService, address: TargetAddress, now: number): void {
  const target = findTarget(service, address);
  const { id, port } = address;
  if (target === undefined)
    service.targets.push({ id, port, group: groupOf(service, address), state: 'initial', since: now });
  else if (target.state === 'draining') Object.assign(target, { state: 'initial', since: now });
}

function findTarget(service: FakeService, address: TargetAddress): FakeTarget | undefined {
  const group = groupOf(service, address);
  return service.targets.find((one) => one.id === address.id && one.port === address.port && one.group === group);
}

function groupOf({ entry }: FakeService, { group }: TargetAddress): string {
  return group ?? singleTargetGroupsOf(entry)[0]?.arn ?? '';
}

function targetsOf(service: FakeService, { privateIp }: FakeTask): readonly FakeTarget[] {
  return service.targets.filter(({ id }) => id === privateIp);
}

function removeStopped(service: FakeService, now: number): void {
  const left = service.tasks.filter((task) => (task.stoppingAt ?? Infinity) + service.pace.stopMs > now);
  service.tasks.splice(0, service.tasks.length, ...left);
}

function startPending(service: FakeService, now: number): void {
  if (service.startsFail) return;
  for (const task of service.tasks) {
    const startedAt = task.createdAt + service.pace.startMs;
    if (task.lastStatus !== 'PENDING' || task.desiredStatus !== 'RUNNING' || startedAt > now) continue;
    task.lastStatus = 'RUNNING';
    task.startedAt = startedAt;
    for (const group of service.groups) {
      register(service, { id: task.privateIp ?? '', port: CONTAINER_PORT, group }, startedAt);
    }
  }
}

function moveTargets(service: FakeService, now: number): void {
  for (const target of service.targets) {
    if (target.state !== 'initial' || target.since + service.pace.healthyMs > now) continue;
    target.state = 'healthy';
    target.since += service.pace.healthyMs;
  }
  const left = service.targets.filter(
    (target) => target.state !== 'draining' || target.since + service.pace.drainMs > now,
  );
  service.targets.splice(0, service.targets.length, ...left);
}

/** Tasks beyond the desired count that are not protected: those of an older task definition once new ones serve, otherwise the newest. */
function retireSurplus(service: FakeService, now: number): void {
  const isFree = ({ protectedUntil = 0 }: FakeTask): boolean => protectedUntil <= now;
  const old = outdated(service);
  // Counted only where it matters: this is asked of every service at every tick.
  const serving = old.length === 0 ? 0 : current(service).filter(isServing(service)).length;
  const tooManyOld = Math.max(0, serving + old.length - service.desired);
  for (const task of old.filter(isFree).slice(0, tooManyOld)) retireTask(service, task, now);
  const present = current(service);
  const tooMany = Math.max(0, present.length - service.desired);
  for (const task of present.filter(isFree).toReversed().slice(0, tooMany)) retireTask(service, task, now);
}

/** New tasks up to the desired count; beside a roll-out the old ones stay until these serve, as far as there is room. */
function fillUp(service: FakeService, now: number): void {
  const most = Math.floor((service.desired * service.rollout.maximumPercent) / 100);
  const room = isRollingOut(service) ? most - wanted(service).length : service.desired;
  const missing = Math.min(service.desired - current(service).length, room);
  for (let started = 0; started < missing; started += 1) startTask(service, now, 'new');
}

function wanted(service: FakeService): readonly FakeTask[] {
  return service.tasks.filter((task) => task.desiredStatus === 'RUNNING');
}

function current(service: FakeService): readonly FakeTask[] {
  return wanted(service).filter((task) => task.taskDefinitionArn === presentTaskDefinition(service));
}

function outdated(service: FakeService): readonly FakeTask[] {
  return wanted(service).filter((task) => task.taskDefinitionArn !== presentTaskDefinition(service));
}

function isServing(service: FakeService): (task: FakeTask) => boolean {
  return (task) =>
    task.lastStatus === 'RUNNING' &&
    service.groups.every((arn) =>
      targetsOf(service, task).some(({ group, state }) => group === arn && state === 'healthy'),
    );
}
