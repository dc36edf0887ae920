/**
 * A small world for workflow tests: the service `user` with its load balancer, an alarm that is red while the world is
 * sick, and the machine that heals it. What cures it is the test's to say.
 */
import { alarmName, type Catalog } from '../../core/catalog/catalog.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import type { TaskDefinitionSnapshot } from '../../core/world/release.ts';
import { taskMetricElements } from '../../core/catalog/metrics.ts';
import type { MetricName } from '../../core/vocabulary.ts';
import { atEveryTick } from './at-every-tick.ts';
import { aCatalog, aService } from './catalog.ts';
import { alarmEvent } from './events.ts';
import { machine, type Machine, type MachineOptions } from './machine.ts';
import { manualClock, memoryPorts, type MemoryPorts } from './memory-ports/memory-ports.ts';

/** On a period's boundary, so that tests can count periods. */
export const START = Date.UTC(2026, 0, 15, 3, 0);
export const GOOD = 'arn:aws:ecs:us-east-1:123456789012:task-definition/user:6';
export const BAD = 'arn:aws:ecs:us-east-1:123456789012:task-definition/user:7';

export interface Sickness {
  readonly failureType: string;
  readonly watch: string;
  readonly metric: MetricName;
  /** What is measured while it is sick. */
  readonly sickValue: number | ((shop: Shop) => number);
  readonly wellValue: number;
  /** Asked at every look: is the service sick now? */
  readonly sick: (shop: Shop) => boolean;
  /** Which tasks show it, where tasks are measured; all when absent, for no mean is beyond a limit that no task is beyond. */
  readonly sickTasks?: (shop: Shop) => readonly string[];
}

export interface Shop extends MachineOptions {
  readonly memory: MemoryPorts;
  readonly catalog: Catalog;
  readonly user: ServiceEntry;
  readonly machine: Machine;
  /** Makes a service (`user`, unless another is given) sick as described; the alarm follows, its event does not. */
  breakWith(sickness: Sickness, service?: ServiceEntry): void;
  /** The event of the alarm as it is now. */
  alarm(sickness: Sickness, service?: ServiceEntry): Record<string, unknown>;
  /** Task ARNs in service. */
  tasks(service?: ServiceEntry): readonly string[];
}

export interface ShopOptions {
  readonly service?: Partial<ServiceEntry>;
  readonly others?: readonly ServiceEntry[];
  readonly taskDefinitions?: readonly TaskDefinitionSnapshot[];
  readonly desired?: number;
  readonly deployedAgoMs?: number;
}

export function aTaskDefinition(arn: string, tags: Readonly<Record<string, string>> = {}): TaskDefinitionSnapshot {
  return { arn, status: 'ACTIVE', images: [`shop/user@sha256:${'a'.repeat(64)}`], tags, roles: [] };
}

export function aShop(options: ShopOptions = {}): Shop {
  const clock = manualClock(START);
  const memory = memoryPorts({ now: clock.now });
  const user = aService(options.service);
  const catalog = aCatalog([user, ...(options.others ?? [])]);
  for (const definition of options.taskDefinitions ?? [aTaskDefinition(GOOD)]) memory.ecs.addTaskDefinition(definition);
  for (const service of [user, ...(options.others ?? [])]) {
    memory.ecs.addService(service, {
      desired: options.desired ?? 4,
      taskDefinitionArn: GOOD,
      ...(options.deployedAgoMs === undefined ? {} : { deployedAgoMs: options.deployedAgoMs }),
    });
    for (const toggle of service.toggles) memory.parameters.set(toggle.parameter, toggle.on);
    if (service.targetGroup !== undefined) memory.metrics.setMetric(service, 'requestCount', () => 500);
  }
  memory.parameters.set('/healer/mode', 'auto');
  const base: MachineOptions = { memory, catalog, advance: clock.advance, now: clock.now };
  const shop: Shop = {
    ...base,
    user,
    machine: machine(base),
    breakWith: (sickness, service = user) => breakShop(shop, sickness, service),
    alarm: ({ failureType, watch }, service = user) =>
      alarmEvent(alarmName('healer', service.name, failureType, watch), { at: clock.now() }),
    tasks: (service = user) =>
      memory.ecs
        .service(service)
        .tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
        .map(({ arn }) => arn),
  };
  return shop;
}

/** Series and alarm follow the world: at every look they are what it is then. */
function breakShop(shop: Shop, sickness: Sickness, service: ServiceEntry): void {
  const { memory, now } = shop;
  const { failureType, watch, metric, wellValue, sick } = sickness;
  const sickValue = () => (typeof sickness.sickValue === 'number' ? sickness.sickValue : sickness.sickValue(shop));
  /** The worst of each minute: CloudWatch's maximum. */
  const worst = new Map<number, number>();
  const measured = new Set<string>();
  let alarm: { readonly state: 'ALARM' | 'OK'; readonly stateChangedAt: number } | undefined;
  const observe = () => {
    const isSick = sick(shop);
    const minute = Math.floor(now() / 60_000);
    if (isSick) worst.set(minute, Math.max(worst.get(minute) ?? wellValue, sickValue()));
    const state = isSick ? 'ALARM' : 'OK';
    if (alarm?.state !== state) alarm = { state, stateChangedAt: now() };
    memory.metrics.setAlarm({ name: alarmName('healer', service.name, failureType, watch), ...alarm });
    for (const { arn } of memory.ecs.service(service).tasks) {
      if (measured.has(arn)) continue;
      measured.add(arn);
      const elements = taskMetricElements(metric, service, arn.split('/').at(-1) ?? '');
      const shows = () => sickness.sickTasks?.(shop).includes(arn) ?? sick(shop);
      if (elements !== undefined) memory.metrics.setSeries(elements, () => (shows() ? sickValue() : wellValue));
    }
  };
  memory.metrics.setMetric(service, metric, (at) => worst.get(Math.floor(at / 60_000)) ?? wellValue);
  // The minute before the alarm was sick too, or there would be no alarm.
  worst.set(Math.floor(now() / 60_000) - 1, sickValue());
  atEveryTick(memory, observe);
}
