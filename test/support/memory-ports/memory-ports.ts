/**
 * Every port in memory, over one small world a test can set up, move on and look into. Deterministic: time is the
 * caller's, and nothing happens but by a call or a `tick`. Passes the same contract suites as the AWS adapters.
 */
import type { Ports } from '../../../core/ports/ports.ts';
import type { ChatNotification, Message } from '../../../core/incident/message.ts';
import { callLog, type CallLog } from './call-log.ts';
import { fakeCalendars, type FakeCalendars } from './fake-calendars.ts';
import { fakeEcs, type FakeEcs } from './fake-ecs.ts';
import { fakeHeartbeat, fakeExecutions, fakeSweeps, type FakeExecutions } from './fake-executions.ts';
import { fakeMetrics, type FakeMetrics } from './fake-metrics.ts';
import { fakeParameters, type FakeParameters } from './fake-parameters.ts';
import { ledgerStore, memoryLedger, type LedgerStore } from './memory-ledger.ts';
import { limitsStore, memoryLimits, type LimitsStore } from '../../../sim/ports/limits.ts';
import { asAsynchronous } from './as-asynchronous.ts';
import { memoryMemory, memoryStore, type MemoryStore } from './memory-memory.ts';

export interface MemoryPorts extends Pick<CallLog, 'calls' | 'fail' | 'failCall'> {
  readonly ports: Ports;
  readonly ecs: FakeEcs;
  readonly metrics: FakeMetrics;
  readonly parameters: FakeParameters;
  readonly calendars: FakeCalendars;
  readonly executions: FakeExecutions;
  /** What was published by the `Notifier` port, oldest first. */
  readonly published: readonly Message[];
  readonly publishedInChat: readonly ChatNotification[];
  readonly store: { readonly ledger: LedgerStore; readonly limits: LimitsStore; readonly memory: MemoryStore };
  /** Lets everything happen in the world that is due by now. */
  tick(): void;
}

/** @param options.now the time, ms since the epoch; asked at every call. */
export function memoryPorts({ now }: { readonly now: () => number }): MemoryPorts {
  const log = callLog();
  const store = { ledger: ledgerStore(), limits: limitsStore(), memory: memoryStore() };
  const ecs = fakeEcs(now);
  const metrics = fakeMetrics(now);
  const parameters = fakeParameters(now);
  const calendars = fakeCalendars();
  const executions = fakeExecutions();
  const published: Message[] = [];
  const publishedInChat: ChatNotification[] = [];
  const ports: Ports = {
    clock: { now },
    metrics: log.watch('metrics', metrics.port),
    services: log.watch('services', ecs.port),
    toggles: log.watch('toggles', parameters.toggles),
    override: log.watch('override', parameters.override),
    calendars: log.watch('calendars', calendars.port),
    memory: log.watch('memory', memoryMemory(store.memory, store.limits)),
    limits: log.watch('limits', asAsynchronous(memoryLimits(store.limits))),
    ledger: log.watch('ledger', memoryLedger(store.ledger, store.limits.sick)),
    executions: log.watch('executions', executions.port),
    sweeps: log.watch('sweeps', fakeSweeps()),
    heartbeat: log.watch('heartbeat', fakeHeartbeat()),
    notifier: log.watch('notifier', {
      publish: async (message) => void published.push(message),
      publishInChat: async (message) => void publishedInChat.push(message.chat),
    }),
  };
  return {
    ports,
    ecs,
    metrics,
    parameters,
    calendars,
    executions,
    published,
    publishedInChat,
    store,
    calls: log.calls,
    fail: log.fail,
    failCall: log.failCall,
    tick: () => ecs.tick(),
  };
}

/** A time a test moves by hand, ms since the epoch. */
export function manualClock(start: number): { readonly now: () => number; advance(ms: number): void } {
  let time = start;
  return { now: () => time, advance: (ms) => void (time += ms) };
}
