/**
 * Matches targets with tasks, in this one place. A task with its own network interface is a target by address; one on
 * its instance's network is a target by instance and host port. Where they cannot be matched the healer stops nothing:
 * a task might still take requests.
 */
import type { ServiceEntry } from '../catalog/service.ts';
import type { Running } from './facts.ts';
import { targetGroupArns } from '../catalog/target-groups.ts';
import type { LoadBalancerAttachment } from '../world/service.ts';
import type { TargetAddress, TargetSnapshot } from '../world/target.ts';
import type { TaskSnapshot } from '../world/task.ts';
import type { Hold } from '../holds/hold.ts';
import { runningTasks } from './running-tasks.ts';
import { text, list, type Shaped } from '../shape.ts';

/** What targets and tasks are matched by. */
export type Placed = Pick<Running, 'tasks' | 'targets'> & {
  readonly service: Pick<Running['service'], 'loadBalancers'>;
};

/** ARNs of the target groups that reach a service; those of a blue/green pair together. */
export const Groups = list(list(text));
export type Groups = Shaped<typeof Groups>;

/** Whether the target is the task's. */
export function isTargetOf({ service }: Pick<Placed, 'service'>, task: TaskSnapshot, target: TargetAddress): boolean {
  if (task.privateIp !== undefined && target.id === task.privateIp) return true;
  if (task.ipv6 !== undefined && target.id === task.ipv6) return true;
  const { host } = task;
  if (host === undefined || target.id !== host.instanceId) return false;
  const ports = host.hostPorts.length > 0 ? host.hostPorts : containerPorts(service.loadBalancers, target.group);
  return ports.includes(target.port);
}

/** In host mode the port on the instance is the container's. */
function containerPorts(
  attachments: readonly LoadBalancerAttachment[] = [],
  group: string | undefined,
): readonly number[] {
  return attachments
    .filter((one) => group === undefined || one.group === group || one.alternateGroup === group)
    .map(({ containerPort }) => containerPort);
}

/** The targets of a task in every group, in any state. */
export function targetsOf(placed: Placed, task: TaskSnapshot): readonly TargetSnapshot[] {
  return placed.targets.filter((target) => isTargetOf(placed, task, target));
}

/** Whether the load balancer sends requests to it, or will. */
export function isRegistered({ state }: TargetSnapshot): boolean {
  return state !== 'draining' && state !== 'unused';
}

/** Whether clients reach the task in every target group: each has a target of it, and none fails. */
export function isReached(placed: Placed, task: TaskSnapshot, groups: Groups = []): boolean {
  const registered = targetsOf(placed, task).filter(isRegistered);
  return (
    registered.length > 0 &&
    registered.every(({ state }) => state === 'healthy') &&
    groups.every((pair) => registered.some((target) => isIn(pair, target)))
  );
}

/** A target recorded without a group is of the only group there was. */
function isIn(pair: readonly string[], { group }: TargetAddress): boolean {
  return group === undefined || pair.includes(group);
}

/** The groups of a service, for `unclearTargets` and for the plan of a remedy. */
export function groupsOf(service: Pick<ServiceEntry, 'targetGroup' | 'furtherTargetGroups'>): Groups {
  return targetGroupArns(service);
}

/** Why tasks and targets cannot be matched, before the first move. Empty without a load balancer. */
export function placementHolds(groups: Groups, placed: Placed): readonly Hold[] {
  const empty = groups.find((pair) => !placed.targets.some((target) => isIn(pair, target)));
  if (empty !== undefined) {
    const detail = `the load balancer knows no target in ${inWords(empty)}, so the healer cannot tell which tasks serve`;
    return [{ reason: 'too-few-healthy', detail }];
  }
  const unclear = unclearTargets(groups, placed) ?? strangers(groups, placed);
  return unclear === undefined ? [] : [{ reason: 'targets-unclear', detail: unclear }];
}

/** The same in words, without passing states while tasks come and go; undefined where all match. */
export function unclearTargets(groups: Groups, placed: Placed): string | undefined {
  if (groups.length === 0) return undefined;
  return addressless(placed) ?? sharedTarget(placed) ?? bothAtWork(groups, placed);
}

/** ECS registers the tasks in a group that is not configured, so the healer has no permission to drain it. */
export function unregisteredGroup(groups: Groups, { loadBalancers = [] }: Placed['service']): string | undefined {
  const missing = loadBalancers
    .flatMap(({ group, alternateGroup }) => (alternateGroup === undefined ? [group] : [group, alternateGroup]))
    .find((arn) => !groups.some((pair) => pair.includes(arn)));
  return missing === undefined
    ? undefined
    : `ECS registers its tasks in ${nameOf(missing)} too, which the healer may not drain`;
}

/** Targets that belong to no running task. */
function strangers(groups: Groups, placed: Placed): string | undefined {
  const tasks = runningTasks(placed.tasks);
  const isOurs = (target: TargetSnapshot): boolean => tasks.some((task) => isTargetOf(placed, task, target));
  const pair = groups.find((one) => !placed.targets.some((target) => isIn(one, target) && isOurs(target)));
  return pair === undefined || tasks.length === 0
    ? undefined
    : `no target in ${inWords(pair)} is that of a running task`;
}

function addressless({ tasks }: Placed): string | undefined {
  const task = runningTasks(tasks).find(
    ({ privateIp, ipv6, host }) => privateIp === undefined && ipv6 === undefined && host === undefined,
  );
  return task === undefined ? undefined : `task ${lastPart(task.arn)} has neither an address nor an instance`;
}

function sharedTarget(placed: Placed): string | undefined {
  const tasks = runningTasks(placed.tasks);
  const target = placed.targets
    .filter(isRegistered)
    .find((one) => tasks.filter((task) => isTargetOf(placed, task, one)).length > 1);
  return target === undefined ? undefined : `target ${target.id}:${target.port} may be that of several tasks`;
}

/** Outside of a deployment one group of a pair is empty. */
function bothAtWork(groups: Groups, placed: Placed): string | undefined {
  const tasks = runningTasks(placed.tasks);
  const atWork = (arn: string): boolean =>
    placed.targets.some(
      (target) =>
        target.group === arn && isRegistered(target) && tasks.some((task) => isTargetOf(placed, task, target)),
    );
  const pair = groups.find((one) => one.filter(atWork).length > 1);
  return pair === undefined
    ? undefined
    : `${pair.map(nameOf).join(' and ')} both have targets, so the healer cannot tell which has the traffic`;
}

function inWords(pair: readonly string[]): string {
  return pair.map(nameOf).join(' or ');
}

/** `web` of `arn:…:targetgroup/web/73e2d6bc24d8a067`. */
function nameOf(arn: string): string {
  return /:targetgroup\/([^/]+)\//.exec(arn)?.[1] ?? arn;
}

function lastPart(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}
