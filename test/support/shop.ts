/**
 * A small world for workflow tests: the service `user` with its load balancer, an alarm that is red while the world is
 * sick, and the machine that heals it. What cures it is the test's to say.
 */
import { alarmName } from '../../core/catalog.ts';
import type { Catalog, ServiceEntry } from '../../core/catalog.ts';
import type { TaskDefinitionSnapshot } from '../../core/ports.ts';
import { taskMetricElements } from '../../core/metrics.ts';
import type { MetricName } from '../../core/vocabulary.ts';
import { aCatalog, aService } from './catalog.ts';
import { alarmEvent } from './events.ts';
import { machine } from './machine.ts';
import type { Machine, MachineOptions } from './machine.ts';
import { manualClock, memoryPorts } from './memory-ports/memory-ports.ts';
import type { MemoryPorts } from './memory-ports/memory-ports.ts';

/** On a period's boundary, so that tests can count periods. */
export const START = Date.UTC(2026, 0, 15, 3, 0);
export const GOOD = 'arn:aws:ecs:us-east-1:123456789012:task-definition/user:6';
export const BAD = 'arn:aws:ecs:us-east-1:123456789012:task-definition/user:7';

export interface Sickness {
  readonly failureType: string;
  readonly watch: string;
  readonly metric: MetricName;
  readonly sickValue: number;
  readonly wellValue: number;
  /** Asked at every look: is the service sick now? */
  readonly sick: (shop: Shop) => boolean;
  /** Which tasks show it, where tasks are measured. */
  readonly sickTasks?: (shop: Shop) => readonly string[];
}

export interface Shop extends MachineOptions {
  readonly memory: MemoryPorts;
  readonly catalog: Catalog;
  readonly user: ServiceEntry;
  readonly machine: Machine;
  /** Makes the service sick as described; the alarm follows, its event does not: see `alarm`. */
  breakWith(sickness: Sickness): void;
  /** The event of the alarm as it is now. */
  alarm(sickness: Sickness): Record<string, unknown>;
  /** Task ARNs in service. */
  tasks(): readonly string[];
}

export interface ShopOptions {
  readonly service?: Partial<ServiceEntry>;
  readonly others?: readonly ServiceEntry[];
  readonly taskDefinitions?: readonly TaskDefinitionSnapshot[];
  readonly desired?: number;
  readonly deployedAgoMs?: number;
}

export function aTaskDefinition(arn: string, tags: Readonly<Record<string, string>> = {}): TaskDefinitionSnapshot {
  return { arn, status: 'ACTIVE', images: [`shop/user@sha256:${'a'.repeat(64)}`], tags };
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
    breakWith: (sickness) => breakShop(shop, sickness),
    alarm: ({ failureType, watch }) => alarmEvent(alarmName('healer', 'user', failureType, watch), { at: clock.now() }),
    tasks: () =>
      memory.ecs
        .service(user)
        .tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
        .map(({ arn }) => arn),
  };
  return shop;
}

/** Series and alarm follow the world: they ask at every read whether it is still sick. */
function breakShop(shop: Shop, sickness: Sickness): void {
  const { memory, user, now } = shop;
  const { failureType, watch, metric, sickValue, wellValue, sick } = sickness;
  const history = new Map<number, boolean>();
  const wasSick = (at: number) => {
    const minute = Math.floor(at / 60_000);
    return history.get(minute) ?? false;
  };
  const observe = () => {
    const isSick = sick(shop);
    const minute = Math.floor(now() / 60_000);
    history.set(minute, (history.get(minute) ?? false) || isSick);
    memory.metrics.setAlarm({
      name: alarmName('healer', user.name, failureType, watch),
      state: isSick ? 'ALARM' : 'OK',
      stateChangedAt: now(),
    });
    for (const task of memory.ecs.service(user).tasks) {
      const elements = taskMetricElements(metric, user, task.arn.split('/').at(-1) ?? '');
      const shows = sickness.sickTasks?.(shop).includes(task.arn) ?? false;
      if (elements !== undefined) memory.metrics.setSeries(elements, () => (shows ? sickValue : wellValue));
    }
  };
  memory.metrics.setMetric(user, metric, (at) => (wasSick(at) ? sickValue : wellValue));
  // The minute before the alarm was sick too, or there would be no alarm.
  history.set(Math.floor(now() / 60_000) - 1, true);
  observe();
  const tick = memory.tick.bind(memory);
  Object.assign(memory, {
    tick: () => {
      tick();
      observe();
    },
  });
}
