/**
 * What goes on in the cloud, as feeds the dashboard and the tests listen to. A defect of the cloud itself, or an event
 * lost for good, that no rule listens for is printed: it must not pass unseen.
 */
import type { AwsEvent } from './aws-event.ts';
import type { CallRecord, Dispatcher } from './dispatch.ts';
import type { Bus } from './events/bus.ts';
import type { Invocation } from './lambda/pool.ts';
import type { Lambdas, LogLine } from './lambda/runner.ts';
import type { Sns, SnsMessage } from './sns.ts';
import type { Execution } from './states/execution.ts';
import type { States } from './states/service.ts';

/** The feeds and what they tell. */
interface Feeds {
  readonly call: CallRecord;
  /** The same with what the caller got; undefined when that was an error. */
  readonly answer: { readonly call: CallRecord; readonly result: unknown };
  readonly event: AwsEvent;
  readonly execution: Execution;
  readonly log: LogLine;
  readonly invocation: Invocation;
  readonly message: SnsMessage;
  /** An event no target took and no queue kept. */
  readonly lost: { readonly what: string; readonly event: unknown; readonly reason: string };
  /** An exception that is a bug of the cloud. */
  readonly defect: unknown;
}

/** Adds a listener; the returned function removes it. */
export type Listen = <Name extends keyof Feeds>(name: Name, listener: (item: Feeds[Name]) => void) => () => void;

interface Sources {
  readonly bus: Bus;
  readonly states: States;
  readonly lambdas: Lambdas;
  readonly sns: Sns;
}

export interface FeedHub {
  readonly on: Listen;
  tell<Name extends keyof Feeds>(name: Name, item: Feeds[Name]): void;
  /** Feeds everything the services report. */
  connect(sources: Sources, dispatcher: Dispatcher): void;
}

const MUST_BE_SEEN: readonly string[] = ['lost', 'defect'];

export function feeds(): FeedHub {
  const listeners = new Map<string, Set<(item: never) => void>>();
  const tell: FeedHub['tell'] = (name, item) => {
    const interested = listeners.get(name);
    for (const listener of interested ?? []) (listener as (value: typeof item) => void)(item);
    if (MUST_BE_SEEN.includes(name) && !interested?.size) console.error(`loopback-aws: ${name}`, item);
  };
  return {
    tell,
    on(name, listener) {
      const interested = listeners.get(name) ?? new Set();
      listeners.set(name, interested.add(listener));
      return () => interested.delete(listener);
    },
    connect({ bus, states, lambdas, sns }, dispatcher) {
      dispatcher.onCall.push((call, result) => {
        tell('call', call);
        tell('answer', { call, result });
      });
      bus.onEvent.push((event) => tell('event', event));
      states.onChange.push((execution) => tell('execution', execution));
      lambdas.onLog.push((line) => tell('log', line));
      lambdas.onInvoked.push((invocation) => tell('invocation', invocation));
      sns.onMessage.push((message) => tell('message', message));
    },
  };
}
