/**
 * The port between ECS and what really runs a task: child processes in the cloud, a fake in virtual time. ECS says
 * start and stop; the runtime says when the process listens and when it has ended.
 */

/** What a process must know to be one task. */
export interface TaskLaunch {
  readonly taskId: string;
  readonly service: string;
  readonly taskDefinitionArn: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  /** The address of the task in the imaginary VPC; only the load balancer maps it to a real port. */
  readonly privateIp: string;
}

export interface TaskExit {
  readonly exitCode: number;
  /** Killed because it used more memory than its task definition allows. */
  readonly outOfMemory: boolean;
}

export interface TaskHooks {
  /** The container is up. Called at most once. */
  running(): void;
  /** The process has ended, for whatever reason. Called exactly once for every start. */
  exited(exit: TaskExit): void;
}

export interface TaskRuntime {
  start(launch: TaskLaunch, hooks: TaskHooks): void;
  signal(taskId: string, signal: 'SIGTERM' | 'SIGKILL'): void;
  /**
   * Runs the health check's command in the container and tells once whether it passed; it need not tell where the command
   * never ends. Returns how to end the command.
   */
  checkHealth(taskId: string, onEnd: (passed: boolean) => void): () => void;
}
