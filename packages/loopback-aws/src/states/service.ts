/**
 * Step Functions: machines, executions and the operations on them. Starting is idempotent by name as in AWS; every
 * start and end is announced on the event bus in the documented shape.
 */
import { randomUUID } from 'node:crypto';
import { AwsError, ACCOUNT, REGION, type AwsService } from '../aws-service.ts';
import type { Clock } from '../clock.ts';
import type { Emit } from '../aws-event.ts';
import type { Json } from '../fields.ts';
import { validateDefinition } from './definition.ts';
import { createExecution, type Execution } from './execution.ts';
import { describeMachine, statusEvent } from './execution-views.ts';
import type { RunTask } from './integrations.ts';
import { runExecution } from './interpreter.ts';
import { type Machine } from './frame.ts';
import { stateOperations } from './operations.ts';
import { PAYLOAD_BYTES_MAX } from './state-error.ts';

export interface StatesPorts {
  readonly clock: Clock;
  readonly runTask: RunTask;
  readonly emit: Emit;
  /** Hears of executions that ended because of a defect of the cloud. */
  readonly onDefect: (error: unknown) => void;
}

interface StartInput {
  readonly name?: string | undefined;
  readonly input?: string | undefined;
}

interface NewMachine {
  readonly name: string;
  readonly roleArn: string;
  /** The definition's text. */
  readonly definition: string;
  /** `LoggingConfiguration` of the template; none by default. */
  readonly logging?: Json;
}

export interface States {
  readonly service: AwsService;
  /** Checks the definition and creates the machine; returns its ARN. */
  createMachine(machine: NewMachine): string;
  start(machineArn: string, start?: StartInput): Execution;
  /** Every execution still remembered, oldest first. */
  executions(): readonly Execution[];
  /** Called at every start and end. */
  readonly onChange: ((execution: Execution) => void)[];
}

/** Executions remembered; the oldest ended ones go first, and with them their names. */
const EXECUTIONS_KEPT = 5000;
const NAME_FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

/** Step Functions without machines. */
export function createStates(ports: StatesPorts): States {
  const machines = new Map<string, Machine>();
  const executions = new Map<string, Execution>();
  const onChange: ((execution: Execution) => void)[] = [];

  const announce = (execution: Execution): void => {
    for (const listener of onChange) listener(execution);
    ports.emit(statusEvent(execution, ports.clock.now()));
  };
  const start = (machineArn: string, { name = randomUUID(), input = '{}' }: StartInput = {}): Execution => {
    const machine = findIn(machines, machineArn, 'StateMachineDoesNotExist');
    checkStart(name, input);
    const arn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const existing = executions.get(arn);
    if (existing !== undefined) return sameStart(existing, input);
    forgetOldest(executions);
    const execution = createExecution(ports.clock, { arn, name, machineArn, input }, announce);
    executions.set(arn, execution);
    announce(execution);
    runExecution(ports, machine, execution).catch(ports.onDefect);
    return execution;
  };
  const find = (arn: string): Execution => findIn(executions, arn, 'ExecutionDoesNotExist');
  const all = (): readonly Execution[] => [...executions.values()];
  const describe = (arn: string): Json => describeMachine(findIn(machines, arn, 'StateMachineDoesNotExist'));

  return {
    onChange,
    start,
    executions: all,
    service: { name: 'states', protocol: 'json-1.0', operations: stateOperations({ start, find, all, describe }) },
    createMachine({ name, roleArn, definition, logging = {} }) {
      const arn = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
      machines.set(arn, { arn, name, roleArn, logging, definition: validateDefinition(definition) });
      return arn;
    },
  };
}

function findIn<T>(things: ReadonlyMap<string, T>, arn: string, code: string): T {
  const found = things.get(arn);
  if (found === undefined) throw new AwsError(code, `there is no '${arn}'`);
  return found;
}

function checkStart(name: string, input: string): void {
  if (name.length === 0 || name.length > 80 || NAME_FORBIDDEN.test(name))
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  if (Buffer.byteLength(input) > PAYLOAD_BYTES_MAX)
    throw new AwsError('InvalidExecutionInput', 'the input is longer than 256 KiB');
  try {
    JSON.parse(input);
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: ${String(error)}`);
  }
}

/** The same name and input while it runs is the same execution; anything else is refused. */
function sameStart(existing: Execution, input: string): Execution {
  if (existing.status() === 'RUNNING' && existing.input === input) return existing;
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${existing.arn}'`);
}

function forgetOldest(executions: Map<string, Execution>): void {
  if (executions.size < EXECUTIONS_KEPT) return;
  for (const [arn, execution] of executions) {
    if (execution.status() === 'RUNNING') continue;
    executions.delete(arn);
    return;
  }
}
