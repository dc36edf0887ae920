/**
 * Lambda: functions from asset directories, each run in its own pool of environments, and what they print. Who calls
 * them (a state machine, a rule) and what their errors mean is not known here.
 */
import { AwsError, ACCOUNT, REGION } from '../aws-service.ts';
import type { LambdaOutcome } from '../states/integrations.ts';
import { createPool, type FunctionConfig, type Invocation, type LambdaPorts, type Pool } from './pool.ts';

export interface LogLine {
  readonly functionName: string;
  readonly line: string;
  readonly at: number;
}

export interface Lambdas {
  /** Creates or replaces a function; returns its ARN. */
  create(config: FunctionConfig): string;
  /** Whether there is a function of that name or ARN. */
  has(name: string): boolean;
  /** Runs a function, by name or ARN, and waits for its result. */
  invoke(name: string, payload: unknown): Promise<LambdaOutcome>;
  /** Ends every environment of the function that is at work, mid-call; returns how many. */
  kill(name: string): number;
  /** The last lines printed by all functions, oldest first. */
  readonly logs: readonly LogLine[];
  readonly onLog: ((line: LogLine) => void)[];
  readonly onInvoked: ((invocation: Invocation) => void)[];
  close(): Promise<void>;
}

const LOGS_KEPT = 10_000;
/** No functions yet. */
export function createLambdas(ports: LambdaPorts): Lambdas {
  const pools = new Map<string, Pool>();
  const logs: LogLine[] = [];
  const onLog: ((line: LogLine) => void)[] = [];
  const onInvoked: ((invocation: Invocation) => void)[] = [];
  const invoked = (invocation: Invocation): void => {
    for (const listener of onInvoked) listener(invocation);
  };

  const log = (functionName: string, line: string): void => {
    const entry = { functionName, line, at: ports.clock.now() };
    logs.push(entry);
    if (logs.length > LOGS_KEPT) logs.shift();
    for (const listener of onLog) listener(entry);
  };
  const find = (name: string): Pool => {
    const pool = pools.get(functionName(name));
    if (pool === undefined) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
    return pool;
  };

  return {
    logs,
    onLog,
    onInvoked,
    has: (name) => pools.has(functionName(name)),
    create(config) {
      void pools.get(config.name)?.close();
      pools.set(
        config.name,
        createPool(ports, config, { onLog: (line) => log(config.name, line), onInvoked: invoked }),
      );
      return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${config.name}`;
    },
    invoke: async (name, payload) => find(name).invoke(payload),
    kill: (name) => find(name).kill(),
    close: async () => void (await Promise.all([...pools.values()].map((pool) => pool.close()))),
  };
}

/** The name in a name or an ARN. */
export const functionName = (nameOrArn: string): string => nameOrArn.split(':')[6] ?? nameOrArn;
