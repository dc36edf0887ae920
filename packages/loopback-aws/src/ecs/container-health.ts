/**
 * The health check of a container, as Docker runs it for ECS: the command runs inside the container, first one interval
 * after its start. One success makes it healthy, a number of failures in a row unhealthy. ECS sends no event of either.
 */
import { type ContainerHealthCheck, definitionOf, type Ecs, type Task } from './state.ts';

/** Checks the container of a task that has just started until it is stopped; does nothing where its definition has no check. */
export function watchContainer(ecs: Ecs, task: Task): void {
  const check = definitionOf(ecs.state, task.taskDefinitionArn).healthCheck;
  if (check === undefined) return;
  let failures = 0;
  const again = (): void => void ecs.clock.at(ecs.clock.now() + check.intervalSeconds * 1000, look);
  const look = (): void => {
    if (task.lastStatus !== 'RUNNING') return;
    runOnce(ecs, task, check, (passed) => {
      failures = passed || isStarting(ecs, task, check) ? 0 : failures + 1;
      if (passed) task.containerHealth = 'HEALTHY';
      else if (failures >= check.retries) task.containerHealth = 'UNHEALTHY';
      again();
    });
  };
  again();
}

/** A command that does not end in time is ended, and has failed. */
function runOnce(ecs: Ecs, task: Task, check: ContainerHealthCheck, onEnd: (passed: boolean) => void): void {
  let ended = false;
  const end = (passed: boolean): void => {
    if (ended) return;
    ended = true;
    cancel();
    onEnd(passed);
  };
  const cancel = ecs.clock.at(ecs.clock.now() + check.timeoutSeconds * 1000, () => {
    stop();
    end(false);
  });
  const stop = ecs.runtime.checkHealth(task.id, end);
}

function isStarting(ecs: Ecs, task: Task, check: ContainerHealthCheck): boolean {
  return ecs.clock.now() - (task.startedAt ?? 0) < check.startPeriodSeconds * 1000;
}
