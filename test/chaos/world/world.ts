/**
 * Everything that is true in one world: its services and parameters, what the healer has stored, and what was recorded of
 * it. Made from a seed; it moves by the timetable alone.
 */
import type { Catalog } from '../../../core/catalog/catalog.ts';
import type { Site } from '../engine/site.ts';
import type { Effect } from '../record/effect.ts';
import type { FakeParameters } from '../../support/memory-ports/fake-parameters.ts';
import type { LedgerStore } from '../../support/memory-ports/memory-ledger.ts';
import type { LimitsStore } from '../../../sim/ports/limits.ts';
import type { MemoryStore } from '../../support/memory-ports/memory-memory.ts';
import type { Member } from './member.ts';

export interface World {
  readonly site: Site;
  readonly catalog: Catalog;
  /** By name. */
  readonly members: ReadonlyMap<string, Member>;
  readonly parameters: FakeParameters;
  readonly store: { readonly ledger: LedgerStore; readonly limits: LimitsStore; readonly memory: MemoryStore };
  /** Attempts that memory counted over all services before the world began. */
  readonly remembered: number;
  readonly record: (effect: Effect) => void;
  /** The service was changed: it must be looked at again. */
  readonly touched: (service: string) => void;
  /** Who wrote each toggle last. */
  readonly toggleWriters: Map<string, 'healer' | 'person'>;
  /** Incidents of which people were told that a toggle is still switched. */
  readonly leftoversTold: Set<string>;
  /** Incidents of which people were told that tasks stay added and are theirs to take back. */
  readonly countsTold: Set<string>;
  /** The storm that was on record last. */
  readonly storms: { last: string; swept: boolean };
}
