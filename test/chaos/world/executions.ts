/** Executions of the healer's state machine as Step Functions knows them: what runs, how it ended, and one of each name. */
import type { ExecutionState, Executions } from '../../../core/ports/upkeep.ts';
import type { Execution } from '../workflow/execution.ts';

export interface ExecutionsWorld {
  readonly now: () => number;
  /** By ARN, every execution there ever was. */
  readonly all: Map<string, Execution>;
  /** Starts an execution of that name. */
  readonly start: (name: string, event: unknown) => void;
}

export function executionsOf({ now, all, start }: ExecutionsWorld): Executions {
  const names = new Set<string>();
  return {
    state: async (executionArn): Promise<ExecutionState> => {
      const execution = all.get(executionArn);
      if (execution === undefined) return { kind: 'unknown' };
      const { status } = execution;
      return status === 'RUNNING' ? { kind: 'running' } : { kind: 'ended', status, at: execution.endedAt ?? now() };
    },
    start: async (name, event) => {
      if (names.has(name)) return 'already';
      names.add(name);
      start(name, event);
      return 'started';
    },
  };
}
