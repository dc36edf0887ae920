/**
 * Who has which fault. A fault of a task strikes only the tasks chosen, so replacing them cures it; a fault of a
 * service follows every new task until it is cleared, so replacing does not help.
 */
import { tasksOf, type EcsState } from 'loopback-aws/ecs/state.ts';
import type { Command, Fault } from './protocol.ts';

export interface FaultTarget {
  readonly service: string;
  /** `one` or `all` of the tasks running now; absent: the service, new tasks included. */
  readonly tasks?: 'one' | 'all';
}

export interface FaultInjector {
  /** Strikes and returns the ids of the tasks struck now. */
  inject(fault: Fault, target: FaultTarget): readonly string[];
  /** Ends every fault of a service, in its tasks and for its future tasks. */
  clear(service: string): void;
  /** Gives a new task the faults of its service. */
  greet(service: string, taskId: string): void;
}

/** No faults yet. */
export function faultInjector(
  state: () => EcsState,
  command: (taskId: string, command: Command) => void,
): FaultInjector {
  const following = new Map<string, readonly Fault[]>();
  const live = (service: string): readonly string[] =>
    tasksOf(state(), service)
      .filter((task) => task.desiredStatus === 'RUNNING' && task.lastStatus === 'RUNNING')
      .map((task) => task.id);
  return {
    inject(fault, { service, tasks }) {
      if (tasks === undefined) following.set(service, [...(following.get(service) ?? []), fault]);
      const struck = tasks === 'one' ? live(service).slice(0, 1) : live(service);
      if (struck.length === 0 && tasks !== undefined) throw new RangeError(`${service} has no running task to strike`);
      for (const taskId of struck) command(taskId, { kind: 'inject', fault });
      return struck;
    },
    clear(service) {
      following.delete(service);
      for (const task of tasksOf(state(), service)) command(task.id, { kind: 'clear' });
    },
    greet(service, taskId) {
      for (const fault of following.get(service) ?? []) command(taskId, { kind: 'inject', fault });
    },
  };
}
