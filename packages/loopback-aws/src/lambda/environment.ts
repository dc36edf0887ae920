/**
 * One execution environment: a worker thread with its own environment variables, memory limit and cloud time, used for
 * one event at a time. When it dies or overruns, the event fails as it would in AWS and the environment is gone.
 */
import { Worker } from 'node:worker_threads';
import type { Cancel, Clock } from '../clock.ts';
import type { LambdaOutcome } from '../states/integrations.ts';
import type { FromWorker, LabTime, ToWorker, WorkerSettings } from './protocol.ts';

export interface EnvironmentOptions {
  readonly settings: WorkerSettings;
  readonly variables: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly onLog: (line: string) => void;
  /** Ends what takes too long. */
  readonly after: Clock['after'];
}

export interface Environment {
  /** Runs one event; never rejects. The message is made when the bundle is loaded; the timeout runs from then. */
  invoke(message: () => ToWorker, realTimeoutMs: number): Promise<LambdaOutcome>;
  /** Ends the thread at once; what it was doing fails with `Lambda.Unknown`. */
  kill(): Promise<void>;
  readonly dead: () => boolean;
}

const GONE: LambdaOutcome = { kind: 'failed', error: 'Lambda.Unknown', cause: 'the environment is gone' };

/** Real time to load the bundle, as long as AWS gives it. */
const INIT_REAL_MS = 10_000;

/** Where this process keeps compiled code, if it does: a thread need not strip `worker.ts` of its types again then. */
const { NODE_COMPILE_CACHE } = process.env;
const COMPILED = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };

/** Starts the thread, which loads the bundle at once. */
export function startEnvironment(options: EnvironmentOptions): Environment {
  const ready = Promise.withResolvers<undefined>();
  let finish: ((outcome: LambdaOutcome) => void) | undefined;
  let ended = false;
  const die = (cause: string, error = 'Lambda.Unknown'): void => {
    ended = true;
    ready.resolve(undefined);
    finish?.({ kind: 'failed', error, cause });
  };
  const overrun = (what: string, realMs: number): Cancel =>
    options.after(realMs, () => {
      die(`Task timed out ${what}`, 'Sandbox.Timedout');
      void worker.terminate();
    });
  const hear = (message: FromWorker): void => {
    if (message.kind === 'log') options.onLog(message.line);
    else if (message.kind === 'ready') ready.resolve(undefined);
    else finish?.(outcomeOf(message));
  };
  const worker = startWorker(options, hear, die);

  return {
    dead: () => ended,
    async kill() {
      die('the environment was killed');
      await worker.terminate();
    },
    invoke(message, realTimeoutMs) {
      if (ended) return Promise.resolve(GONE);
      const outcome = new Promise<LambdaOutcome>((resolve) => void (finish = resolve));
      let cancel = overrun('while loading', INIT_REAL_MS);
      void ready.promise.then(() => {
        cancel();
        if (ended) return;
        cancel = overrun(`after ${realTimeoutMs} real milliseconds`, realTimeoutMs);
        worker.postMessage(message());
      });
      return outcome.finally(() => cancel());
    },
  };
}

function startWorker(
  options: EnvironmentOptions,
  hear: (message: FromWorker) => void,
  die: (cause: string) => void,
): Worker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: options.settings,
    env: { ...COMPILED, ...options.variables },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: options.memoryMb },
  });
  worker.on('message', hear);
  worker.on('error', (error) => die(`the environment crashed: ${String(error)}`));
  worker.on('exit', (code) => die(`the environment exited with ${code}`));
  return worker;
}

function outcomeOf(message: Exclude<FromWorker, { kind: 'log' | 'ready' }>): LambdaOutcome {
  if (message.kind === 'returned') return { kind: 'returned', payload: JSON.parse(message.payload) as unknown };
  const { errorType, errorMessage, trace } = message;
  return { kind: 'failed', error: errorType, cause: JSON.stringify({ errorType, errorMessage, trace }) };
}

/** How fast time runs inside the function: not at all where the cloud's time is virtual, as it stands still meanwhile. */
export function labTime(clock: Pick<Clock, 'now' | 'pace'>): LabTime {
  return { now: clock.now(), speed: 'advance' in clock ? 0 : clock.pace() };
}
