/** Every port of the healer over one world: the stores of the other tests, and services that move with the timetable. */
import type { Ports } from '../../../core/ports/ports.ts';
import { limitsStore, memoryLimits } from '../../../sim/ports/limits.ts';
import { asAsynchronous } from '../../support/memory-ports/as-asynchronous.ts';
import { sharedShelf, shelf } from '../../../sim/ports/shelf.ts';
import { hashOf } from '../../../sim/world/hash.ts';
import { fakeHeartbeat, fakeSweeps } from '../../support/memory-ports/fake-executions.ts';
import { ledgerStore, memoryLedger } from '../../support/memory-ports/memory-ledger.ts';
import { memoryMemory } from '../../support/memory-ports/memory-memory.ts';
import type { Execution } from '../workflow/execution.ts';
import type { Delivered } from './alarms.ts';
import { calendarsOf } from './calendars.ts';
import { cloudwatchOf } from './cloudwatch.ts';
import { ecsOf } from './ecs.ts';
import { executionsOf } from './executions.ts';
import { stored, type Copies } from './shared-shelf.ts';
import { togglesOf } from './toggles.ts';
import type { World } from './world.ts';

/** An empty store of the healer. */
export function storeOf(copies: Copies): World['store'] {
  return {
    ledger: stored(ledgerStore(), copies),
    limits: stored(limitsStore(), copies),
    memory: copies === 'copied' ? shelf() : sharedShelf(),
  };
}

export interface Started {
  readonly executions: Map<string, Execution>;
  readonly start: (delivered: Delivered, name: string) => void;
}

export function portsOf(world: World, { executions, start }: Started): Ports {
  const { members, parameters, store, toggleWriters, site } = world;
  const { now } = site.timetable;
  const list = [...members.values()];
  return {
    clock: { now },
    metrics: cloudwatchOf(members, now),
    services: ecsOf(members, now),
    toggles: togglesOf({ members: list, parameters, writers: toggleWriters, now }),
    override: parameters.override,
    calendars: calendarsOf(site.chance, now),
    memory: memoryMemory(store.memory, store.limits),
    limits: asAsynchronous(memoryLimits(store.limits)),
    ledger: memoryLedger(store.ledger, store.limits.sick),
    notifier: { publish: async () => undefined, publishInChat: async () => undefined },
    executions: executionsOf({
      now,
      all: executions,
      // Of no service: what it is about is in the event.
      start: (name, event) =>
        start({ key: hashOf(name), service: serviceOf(event, list[0]?.entry.name ?? ''), event }, name),
    }),
    sweeps: fakeSweeps(),
    heartbeat: fakeHeartbeat(),
  };
}

function serviceOf(event: unknown, otherwise: string): string {
  const text = JSON.stringify(event);
  return /-(s\d+)-/.exec(text)?.[1] ?? otherwise;
}
