/** A task runtime without processes: containers start and end in virtual time, as a test says. */
import type { VirtualClock } from 'loopback-aws/clock.ts';
import type { TaskExit, TaskHooks, TaskLaunch, TaskRuntime } from 'loopback-aws/ecs/task-runtime.ts';

export type Behaviour = 'fails-to-start' | 'never-healthy' | 'fails-its-check' | 'ignores-sigterm';

type FailingCheck = 'fails' | 'never-ends';

export interface FakeRuntime extends TaskRuntime {
  /** What is wrong with the containers of a task definition. */
  readonly behaviour: Map<string, Behaviour>;
  readonly signals: string[];
  /** Tasks whose health check does not pass, by id. */
  readonly checks: Map<string, FailingCheck>;
  /** Health checks that were ended because they took too long. */
  endedChecks(): number;
  exit(taskId: string, exit: TaskExit): void;
}

export function fakeRuntime(clock: VirtualClock): FakeRuntime {
  const behaviour = new Map<string, Behaviour>();
  const signals: string[] = [];
  const checks = new Map<string, FailingCheck>();
  let endedChecks = 0;
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
    checks,
    endedChecks: () => endedChecks,
    checkHealth(taskId, onEnd) {
      const definition = live.get(taskId)?.launch.taskDefinitionArn ?? '';
      const how = behaviour.get(definition) === 'fails-its-check' ? 'fails' : checks.get(taskId);
      if (how !== 'never-ends') onEnd(how === undefined);
      return () => void (endedChecks += 1);
    },
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
