/**
 * The history of an execution as GetExecutionHistory shows it. It is bounded as in AWS: at 25,000 events the
 * execution fails, which is what keeps an endless loop from being endless.
 */
import { StateError } from './state-error.ts';

export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly timestamp: Date;
  readonly [details: string]: unknown;
}

export interface History {
  readonly events: readonly HistoryEvent[];
  /** Adds an event; throws `States.Runtime` when there is no room for more than the end. After the end it adds nothing. */
  add(type: string, details?: Readonly<Record<string, unknown>>): void;
  /** Adds the last event, for which room is kept. */
  end(type: string, details?: Readonly<Record<string, unknown>>): void;
}

/** The quota of Standard executions. */
const HISTORY_EVENTS_MAX = 25_000;

export function createHistory(now: () => number): History {
  const events: HistoryEvent[] = [];
  let closed = false;
  const push = (type: string, details: Readonly<Record<string, unknown>>): void => {
    events.push({
      id: events.length + 1,
      previousEventId: events.length,
      type,
      timestamp: new Date(now()),
      ...details,
    });
  };
  return {
    events,
    add(type, details = {}) {
      if (closed) return;
      if (events.length >= HISTORY_EVENTS_MAX - 1) {
        throw new StateError(
          'States.Runtime',
          `The execution reached the maximum number of history events (${HISTORY_EVENTS_MAX}).`,
        );
      }
      push(type, details);
    },
    end(type, details = {}) {
      push(type, details);
      closed = true;
    },
  };
}
