/** A task runtime without processes: containers start and end in virtual time, as a test says. */
import type { VirtualClock } from '../../../lab/cloud/clock.ts';
import type { TaskExit, TaskHooks, TaskLaunch, TaskRuntime } from '../../../lab/cloud/ecs/task-runtime.ts';

export type Behaviour = 'fails-to-start' | 'never-healthy' | 'ignores-sigterm';

export interface FakeRuntime extends TaskRuntime {
  /** What is wrong with the containers of a task definition. */
  readonly behaviour: Map<string, Behaviour>;
  readonly signals: string[];
  exit(taskId: string, exit: TaskExit): void;
}

export function fakeRuntime(clock: VirtualClock): FakeRuntime {
  const behaviour = new Map<string, Behaviour>();
  const signals: string[] = [];
  const live = new Map<string, { readonly launch: TaskLaunch; readonly hooks: TaskHooks }>();
  const exit = (taskId: string, how: TaskExit): void => {
    const found = live.get(taskId);
    live.delete(taskId);
    found?.hooks.exited(how);
  };
  return {
    behaviour,
    signals,
    exit,
    start(launch, hooks) {
      live.set(launch.taskId, { launch, hooks });
      const fails = behaviour.get(launch.taskDefinitionArn) === 'fails-to-start';
      clock.at(clock.now() + 1000, () => {
        if (fails) exit(launch.taskId, { exitCode: 1, outOfMemory: false });
        else hooks.running();
      });
    },
    signal(taskId, signal) {
      const found = live.get(taskId);
      if (found === undefined) return;
      signals.push(signal);
      if (signal === 'SIGTERM' && behaviour.get(found.launch.taskDefinitionArn) === 'ignores-sigterm') return;
      clock.at(clock.now(), () => exit(taskId, { exitCode: signal === 'SIGTERM' ? 0 : 137, outOfMemory: false }));
    },
  };
}
