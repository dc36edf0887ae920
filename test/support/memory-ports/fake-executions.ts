/**
 * Executions of the healer's state machine as the upkeep sees them, the turn of the sweep, and what the
 * heartbeat leaves. What is started is kept for the test to run; who died is the test's to say.
 */
import type { Heartbeat, ExecutionState, Executions, SweepRecord, Sweeps } from '../../../core/ports/upkeep.ts';

export interface StartedExecution {
  readonly name: string;
  readonly event: unknown;
}

export interface FakeExecutions {
  readonly port: Executions;
  /** What was started through the port, oldest first. */
  readonly started: readonly StartedExecution[];
  /** From now on the execution is in this state; every other one is running. */
  set(executionArn: string, state: ExecutionState): void;
}

export function fakeExecutions(): FakeExecutions {
  const states = new Map<string, ExecutionState>();
  const started: StartedExecution[] = [];
  return {
    started,
    set: (executionArn, state) => void states.set(executionArn, state),
    port: {
      state: async (executionArn) => states.get(executionArn) ?? { kind: 'running' },
      async start(name, event) {
        if (started.some((one) => one.name === name)) return 'already';
        started.push({ name, event });
        return 'started';
      },
    },
  };
}

export function fakeSweeps(): Sweeps {
  let record: SweepRecord | undefined;
  let takenUntil = 0;
  return {
    last: async () => record,
    async begin(now, until) {
      if (takenUntil > now) return false;
      takenUntil = until;
      return true;
    },
    async end(ended) {
      record = ended;
      takenUntil = 0;
    },
  };
}

export function fakeHeartbeat(): Heartbeat {
  let leftAt: number | undefined;
  return {
    leave: async (at) => void (leftAt = at),
    left: async () => leftAt,
  };
}
