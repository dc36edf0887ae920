/**
 * The execution environments of one function. A function's `Timeout` is cloud time, but a call always gets a few real
 * seconds: at 600 times real speed an honest cold start would otherwise be a timeout. This and `environment.ts` are
 * the only places outside the clocks that measure real time.
 */
import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from '../aws-service.ts';
import type { Clock } from '../clock.ts';
import type { LambdaOutcome } from '../states/integrations.ts';
import { labTime, startEnvironment, type Environment } from './environment.ts';
import type { ToWorker } from './protocol.ts';

export interface FunctionConfig {
  readonly name: string;
  /** Directory of the bundle. */
  readonly directory: string;
  /** `index.handler` */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly variables: Readonly<Record<string, string>>;
  /** Concurrent runs allowed; above it calls are throttled. */
  readonly reservedConcurrency?: number | undefined;
}

export interface LambdaPorts {
  readonly clock: Clock;
  readonly endpoint: () => string;
  /** Real milliseconds every call may take, whatever its Timeout; see above. */
  readonly realFloorMs?: number | undefined;
}

/** One run of a function, for the count of what it would cost. */
export interface Invocation {
  readonly functionName: string;
  readonly memoryMb: number;
  /** Real time from the event to the answer, the loading of the bundle included where it was the first. */
  readonly realMs: number;
}

/** What a pool reports. */
interface PoolListeners {
  readonly onLog: (line: string) => void;
  readonly onInvoked: (invocation: Invocation) => void;
}

export interface Pool {
  invoke(payload: unknown): Promise<LambdaOutcome>;
  /** Ends every environment at work, mid-call; returns how many. */
  kill(): number;
  close(): Promise<void>;
}

/** Environments per function: enough to show races, few enough for a laptop. Further calls wait. */
const ENVIRONMENTS_MAX = 4;
const REAL_FLOOR_MS = 5000;

/** A pool without environments; they start as calls come. */
export function createPool(ports: LambdaPorts, config: FunctionConfig, { onLog, onInvoked }: PoolListeners): Pool {
  const idle: Environment[] = [];
  const working = new Set<Environment>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let closed = false;

  const run = async (payload: unknown): Promise<LambdaOutcome> => {
    while (working.size >= ENVIRONMENTS_MAX) await new Promise<void>((resolve) => void waiting.push(resolve));
    if (closed) return { kind: 'failed', error: 'Lambda.Unknown', cause: 'the function is gone' };
    const environment = takeUsable(idle) ?? start(ports, config, onLog);
    working.add(environment);
    const realMs = Math.max((config.timeoutSeconds * 1000) / ports.clock.speed, ports.realFloorMs ?? REAL_FLOOR_MS);
    const begun = performance.now();
    const outcome = await environment.invoke(() => message(ports.clock, config, payload), realMs);
    onInvoked({ functionName: config.name, memoryMb: config.memoryMb, realMs: performance.now() - begun });
    working.delete(environment);
    if (!environment.dead()) idle.push(environment);
    waiting.shift()?.();
    return outcome;
  };

  return {
    async invoke(payload) {
      if (running >= (config.reservedConcurrency ?? Infinity)) {
        return { kind: 'failed', error: 'Lambda.TooManyRequestsException', cause: 'Rate Exceeded.' };
      }
      running += 1;
      return ports.clock.busy(() => run(payload)).finally(() => (running -= 1));
    },
    kill() {
      for (const environment of working) void environment.kill();
      return working.size;
    },
    async close() {
      closed = true;
      await Promise.all([...idle.splice(0), ...working].map((environment) => environment.kill()));
    },
  };
}

/** An environment may have died while it was not used. */
function takeUsable(idle: Environment[]): Environment | undefined {
  const usable = idle.splice(0).filter((environment) => !environment.dead());
  const taken = usable.pop();
  idle.push(...usable);
  return taken;
}

function start(ports: LambdaPorts, config: FunctionConfig, onLog: (line: string) => void): Environment {
  const { name, directory, handler, memoryMb, variables } = config;
  return startEnvironment({
    settings: { directory, handler, time: labTime(ports.clock) },
    variables: { ...reserved(name, directory, memoryMb), ...variables, AWS_ENDPOINT_URL: ports.endpoint() },
    memoryMb,
    onLog,
    after: ports.clock.after,
  });
}

function message(clock: Clock, { name, memoryMb, timeoutSeconds }: FunctionConfig, payload: unknown): ToWorker {
  return {
    event: JSON.stringify(payload ?? null),
    time: labTime(clock),
    timeoutMs: timeoutSeconds * 1000,
    context: {
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
      memoryLimitInMB: String(memoryMb),
      awsRequestId: randomUUID(),
    },
  };
}

/** The variables AWS sets. The access key id is the function's name: that is how the cloud knows who calls. */
function reserved(name: string, directory: string, memoryMb: number): Record<string, string> {
  return {
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: name,
    AWS_SECRET_ACCESS_KEY: 'dummy',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    LAMBDA_TASK_ROOT: directory,
    TZ: 'UTC',
  };
}
