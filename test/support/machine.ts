/**
 * Plays the state machine over ports in memory, in virtual time: one stage per command, waits that cost nothing, the
 * world moving on meanwhile. A stage that throws is run again, as the Retry of its state would, so a test can make any
 * call of any port fail and see what becomes of the incident.
 */
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Command, StageOutput } from '../../core/incident/command.ts';
import type { Message } from '../../core/incident/message.ts';
import { abandon } from '../../lambdas/stages/abandon.ts';
import { intake } from '../../lambdas/stages/intake.ts';
import type { IntakeOutput } from '../../lambdas/stages/stage.ts';
import type { MemoryPorts } from './memory-ports/memory-ports.ts';
import { carriedOut, type Answer, type Hands } from './player.ts';
import { stageRunner } from './stages.ts';

export interface Execution {
  readonly arn: string;
  readonly intake: IntakeOutput;
  /** Present when the execution opened an incident. */
  readonly incident?: Incident;
  /** Names of the commands carried out, in order: `act.replaceTasks.apply`. */
  readonly path: readonly string[];
  readonly messages: readonly Message[];
  readonly result: 'succeeded' | 'failed' | 'running';
}

export interface Machine {
  /** Runs one execution to its end. Time advances while it waits; `meanwhile` is called after each command. */
  run(event: unknown, meanwhile?: (path: readonly string[]) => void): Promise<Execution>;
  /** Starts an execution that others may run beside; `step` carries out one command. */
  start(event: unknown): Promise<Stepper>;
}

export interface Stepper {
  /** Carries out the next command; false when there is none. `until` is when a wait ends. */
  step(): Promise<boolean>;
  readonly waitsUntil: number | undefined;
  /** Names of the commands carried out so far. */
  readonly path: readonly string[];
  execution(): Promise<Execution>;
}

export interface MachineOptions {
  readonly memory: MemoryPorts;
  readonly catalog: Catalog;
  readonly advance: (ms: number) => void;
  readonly now: () => number;
}

/** Longest an execution is played, in commands: more is a loop. */
const COMMANDS_MAX = 400;
/** How often a state retries its Lambda before it gives up. */
const RETRIES_MAX = 5;
/** The world is looked at this often while an execution waits. */
const TICK_MS = 1_000;

export function machine(options: MachineOptions): Machine {
  let executions = 0;
  const start = async (event: unknown) => {
    executions += 1;
    return await stepper(options, event, `arn:execution:${executions}`);
  };
  return {
    start,
    run: async (event, meanwhile) => {
      const running = await start(event);
      while (await running.step()) {
        const { waitsUntil } = running;
        meanwhile?.(running.path);
        if (waitsUntil !== undefined) passTime(options, waitsUntil);
      }
      return await running.execution();
    },
  };
}

/** Lets time pass until then, the world moving every second; after ten minutes nothing moves any more, so in one leap. */
export function passTime({ memory, advance, now }: MachineOptions, until: number): void {
  const settled = now() + 10 * 60_000;
  while (now() < until) {
    advance(now() < settled ? Math.min(TICK_MS, until - now()) : until - now());
    memory.tick();
  }
}

async function stepper(options: MachineOptions, event: unknown, arn: string): Promise<Stepper> {
  const { memory, catalog } = options;
  const world = { ...memory.ports, catalog };
  const taken = await retried(() => intake(world)({ event, executionArn: arn }));
  const path: string[] = [];
  const messages: Message[] = [];
  let state: StageOutput | undefined = taken.kind === 'opened' ? taken : undefined;
  let result: Execution['result'] = taken.kind === 'opened' ? 'running' : 'succeeded';
  let waitsUntil: number | undefined;
  const run = stageRunner(world);
  const hands: Hands = {
    executionArn: arn,
    publish: async (message) => {
      messages.push(message);
      return true;
    },
    markNotified: async (incidentId, answers) =>
      await retried(() => memory.ports.ledger.markNotified(incidentId, options.now(), answers)),
    wait: async (milliseconds) => void (waitsUntil = options.now() + milliseconds),
    stage: async (command, input) => await answered(() => run(command, input)),
    abandon: async (input) => ({ kind: 'returned', output: await retried(() => abandon(world)(input)) }),
    end: (how) => void (result = how),
  };
  return {
    path,
    get waitsUntil() {
      return waitsUntil;
    },
    async step() {
      if (state === undefined) return false;
      if (path.length >= COMMANDS_MAX)
        throw new Error(`no end after ${COMMANDS_MAX} commands: ${path.slice(-12).join(' ')}`);
      waitsUntil = undefined;
      path.push(nameOf(state.command));
      state = await carriedOut(hands, state);
      return state !== undefined;
    },
    async execution() {
      const base = { arn, intake: taken, path, messages, result };
      if (taken.kind !== 'opened') return base;
      return { ...base, incident: await memory.ports.ledger.load(taken.incidentId) };
    },
  };
}

async function answered<Output>(run: () => Promise<Output>): Promise<Answer<Output>> {
  try {
    return { kind: 'returned', output: await retried(run) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { kind: 'failed', error: error.name, cause: error.message };
  }
}

async function retried<Output>(run: () => Promise<Output>): Promise<Output> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= RETRIES_MAX || (error instanceof Error && error.name === 'SignalRejected')) throw error;
    }
  }
}

function nameOf(command: Command): string {
  return command.kind === 'act' ? `act.${command.remedy}.${command.operation}` : command.kind;
}
