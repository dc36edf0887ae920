/**
 * Runs tasks as child processes on 127.0.0.1. It maps the imaginary private address of a task to its real port,
 * keeps the last usage each process reported, and kills a process that outgrew its memory, as a container host would.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { get } from 'node:http';
import { constants } from 'node:os';
import { join } from 'node:path';

import type { TaskExit, TaskHooks, TaskLaunch, TaskRuntime } from 'loopback-aws/ecs/task-runtime.ts';
import {
  type Command,
  HEALTH_PATH,
  type ProcessSettings,
  type Report,
  SETTINGS_VARIABLE,
  type Usage,
} from './protocol.ts';

const PROGRAM = join(import.meta.dirname, 'service-process.ts');
/** Compiled code is kept here: it halves the start and saves the 15 MB the type stripper needs. */
const COMPILE_CACHE = join(import.meta.dirname, '../../.lab/compile-cache');
const NODE_FLAGS = [
  '--max-old-space-size=48',
  '--max-semi-space-size=1',
  '--expose-gc',
  '--disable-warning=ExperimentalWarning',
];
const MIB = 1024 * 1024;

export interface TaskProcess {
  readonly launch: TaskLaunch;
  readonly pid: number | undefined;
  readonly port: number | undefined;
  readonly usage: Usage | undefined;
}

export interface ProcessRuntime extends TaskRuntime {
  /** Live processes by task id. */
  readonly processes: ReadonlyMap<string, TaskProcess>;
  /** Real port behind a private address, while its process lives. */
  portOf(privateIp: string): number | undefined;
  command(taskId: string, command: Command): void;
  /** Ends every process without telling ECS; resolves when all are gone. */
  stop(): Promise<void>;
}

interface Entry extends TaskProcess {
  readonly child: ChildProcess;
  port: number | undefined;
  usage: Usage | undefined;
  outOfMemory: boolean;
}

export interface RuntimeOptions {
  settingsFor(launch: TaskLaunch): ProcessSettings;
  /** The process of a task listens: the moment to give it the faults that follow new tasks. */
  onListening(launch: TaskLaunch): void;
}

/** No processes yet. */
export function processRuntime(options: RuntimeOptions): ProcessRuntime {
  const processes = new Map<string, Entry>();
  let closing = false;
  const start = (launch: TaskLaunch, hooks: TaskHooks): void => {
    // A launch that was under way when the lab ended must not leave a process behind.
    if (closing) return;
    const child = spawnTask(launch, options.settingsFor(launch));
    const entry: Entry = { launch, child, pid: child.pid, port: undefined, usage: undefined, outOfMemory: false };
    processes.set(launch.taskId, entry);
    child.on('message', (report: Report) => {
      if (report.kind === 'usage') return measure(entry, report.usage);
      entry.port = report.port;
      options.onListening(launch);
      hooks.running();
    });
    child.on('error', (error) => {
      // A message to a process that is just ending; its exit is reported on its own.
      if (child.pid === undefined) hooks.exited({ exitCode: 1, outOfMemory: false });
      else if (child.connected) throw error;
    });
    child.on('exit', (code, signal) => {
      processes.delete(launch.taskId);
      if (!closing) hooks.exited(exitOf(code, signal, entry.outOfMemory));
    });
  };
  return {
    processes,
    start,
    signal: (taskId, signal) => void processes.get(taskId)?.child.kill(signal),
    checkHealth: (taskId, onEnd) => askHealth(processes.get(taskId)?.port, onEnd),
    portOf: (privateIp) => [...processes.values()].find((entry) => entry.launch.privateIp === privateIp)?.port,
    command(taskId, command) {
      const child = processes.get(taskId)?.child;
      // It may have ended between the look and the message: then there is nothing to tell it.
      if (child?.connected === true) child.send(command, () => undefined);
    },
    async stop() {
      closing = true;
      await Promise.all([...processes.values()].map((entry) => kill(entry.child)));
    },
  };
}

function spawnTask(launch: TaskLaunch, settings: ProcessSettings): ChildProcess {
  const own = { NODE_COMPILE_CACHE: COMPILE_CACHE, [SETTINGS_VARIABLE]: JSON.stringify(settings) };
  return fork(PROGRAM, {
    execArgv: NODE_FLAGS,
    env: { ...own, ...launch.environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** The command that every health check of the lab has: it asks the task itself. Returns how to end it. */
function askHealth(port: number | undefined, onEnd: (passed: boolean) => void): () => void {
  if (port === undefined) {
    onEnd(false);
    return () => undefined;
  }
  const call = get({ host: '127.0.0.1', port, path: HEALTH_PATH, agent: false }, (answer) => {
    answer.resume();
    onEnd(answer.statusCode === 200);
  });
  call.on('error', () => onEnd(false));
  return () => void call.destroy();
}

function kill(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    if (!child.kill('SIGKILL')) resolve();
  });
}

function measure(entry: Entry, usage: Usage): void {
  entry.usage = usage;
  if (usage.rssBytes <= entry.launch.memoryMiB * MIB) return;
  entry.outOfMemory = true;
  entry.child.kill('SIGKILL');
}

function exitOf(code: number | null, signal: NodeJS.Signals | null, outOfMemory: boolean): TaskExit {
  return { exitCode: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), outOfMemory };
}
