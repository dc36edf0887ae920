/**
 * Walks one execution through its machine. Control flow lives here; what a single state does is in `state-steps.ts`
 * and `task-step.ts`. It knows neither HTTP nor AWS services, only the task port, so a test can run a machine without
 * a cloud.
 */
import type { Machine, Position, Step, Frame } from './frame.ts';
import type { Clock } from '../clock.ts';
import type { State } from './definition.ts';
import type { Execution } from './execution.ts';
import type { RunTask } from './integrations.ts';
import { stepChoice, stepFail, stepPass, stepWait } from './state-steps.ts';
import { StateError, withinLimit } from './state-error.ts';
import { stepTask } from './task-step.ts';

export interface Runtime {
  readonly clock: Clock;
  readonly runTask: RunTask;
}

/** Runs the execution to its end. Never rejects for what a definition does; a defect of the cloud does reject. */
export async function runExecution(runtime: Runtime, machine: Machine, execution: Execution): Promise<void> {
  const { TimeoutSeconds: timeout } = machine.definition;
  if (timeout !== undefined) {
    execution.after(runtime.clock.patience(timeout * 1000), () => {
      execution.end({
        status: 'TIMED_OUT',
        error: 'States.Timeout',
        cause: 'the state machine ran longer than TimeoutSeconds',
      });
    });
  }
  try {
    const output = await walk(runtime, machine, execution);
    execution.end({ status: 'SUCCEEDED', output: JSON.stringify(output) });
  } catch (error) {
    if (!(error instanceof StateError)) {
      execution.end({ status: 'FAILED', error: 'States.Runtime', cause: `loopback-aws failed: ${String(error)}` });
      throw error;
    }
    execution.end({ status: 'FAILED', error: error.error, cause: error.message });
  }
}

async function walk(runtime: Runtime, machine: Machine, execution: Execution): Promise<unknown> {
  let position: Position = { input: JSON.parse(execution.input) as unknown, variables: {} };
  let stateName: string | undefined = machine.definition.StartAt;
  while (stateName !== undefined && execution.status() === 'RUNNING') {
    const state: State | undefined = machine.definition.States[stateName];
    if (state === undefined) throw new StateError('States.Runtime', `there is no state ${stateName}`);
    const frame: Frame = { ...runtime, ...position, machine, execution, stateName, enteredAt: runtime.clock.now() };
    const name: string = stateName;
    execution.history.add(`${state.Type}StateEntered`, {
      stateEnteredEventDetails: { name, input: JSON.stringify(position.input) },
    });
    const step: Step = await takeStep(state, frame);
    if (execution.status() !== 'RUNNING') break;
    withinLimit(`The state/task '${name}' returned a result with a size that`, step.input);
    execution.history.add(`${state.Type}StateExited`, {
      stateExitedEventDetails: { name, output: JSON.stringify(step.input) },
    });
    position = { input: step.input, variables: step.variables };
    stateName = step.next;
  }
  return position.input;
}

function takeStep(state: State, frame: Frame): Promise<Step> {
  switch (state.Type) {
    case 'Task':
      return stepTask(state, frame);
    case 'Choice':
      return stepChoice(state, frame);
    case 'Wait':
      return stepWait(state, frame);
    case 'Pass':
    case 'Succeed':
      return stepPass(state, frame);
    case 'Fail':
      return stepFail(state, frame);
  }
}
