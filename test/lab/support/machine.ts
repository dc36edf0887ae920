/** A machine of the lab run by itself: virtual time, and a plain function as the task it calls. */
import type { AwsEvent } from 'loopback-aws/aws-event.ts';
import type { VirtualClock } from 'loopback-aws/clock.ts';
import type { Execution } from 'loopback-aws/states/execution.ts';
import { createStates, type States } from 'loopback-aws/states/service.ts';
import { virtualClock } from 'loopback-aws/virtual-clock.ts';

export const START = Date.parse('2026-11-21T00:00:00Z');
const LAMBDA = 'arn:aws:states:::lambda:invoke';
export type Task = (input: unknown, attempt: number) => unknown;

export interface Setup {
  readonly clock: VirtualClock;
  readonly states: States;
  readonly events: AwsEvent[];
  readonly defects: unknown[];
  readonly attemptsAt: number[];
  run(states: object, input?: unknown, more?: object): Execution;
}

/** `task` is told its input and the number of the attempt. */
export function setup(task: Task = () => ({})): Setup {
  const clock = virtualClock(START);
  const [events, defects, attemptsAt]: [AwsEvent[], unknown[], number[]] = [[], [], []];
  const runTask = async (_resource: string, input: unknown): Promise<unknown> => {
    attemptsAt.push((clock.now() - START) / 1000);
    return task(input, attemptsAt.length);
  };
  const states = createStates({
    clock,
    runTask,
    emit: (event) => void events.push(event),
    onDefect: (error) => void defects.push(error),
  });
  let machines = 0;
  return {
    clock,
    states,
    events,
    defects,
    attemptsAt,
    run(body, input = {}, more = {}) {
      const definition = JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: Object.keys(body)[0],
        States: body,
        ...more,
      });
      const arn = states.createMachine({ name: `m${(machines += 1)}`, roleArn: 'arn:role', definition });
      return states.start(arn, { name: 'run', input: JSON.stringify(input) });
    },
  };
}

export const outputOf = (execution: Execution): unknown => JSON.parse(execution.ended()?.output ?? 'null');
export const end = (execution: Execution): unknown => [execution.status(), execution.ended()?.error];
/** A task state that ends the machine. */
export const call = { Type: 'Task', Resource: LAMBDA, End: true };
