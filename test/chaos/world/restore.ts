/**
 * A restore of the healer's table in the middle of everything, without a word to the healer: leases, fences, attempt logs,
 * incidents and memory are as they were some minutes ago, and executions go on that the table knows nothing of, or knows at
 * an earlier step.
 */
import { between, type Chance } from '../engine/chance.ts';
import type { Timetable } from '../engine/timetable.ts';
import { START } from './fleet.ts';
import type { World } from './world.ts';

/** Share of the worlds in which it happens, once. */
const RESTORED = 0.2;
const MINUTE = 60_000;

export interface Restoring {
  readonly timetable: Timetable;
  readonly chance: Chance;
  readonly store: World['store'];
  /** Whether it may happen; told right before it does. */
  readonly may: () => boolean;
  readonly done: (asOf: number) => void;
}

/** Plans the restore of this world, if it has one. */
export function planRestore({ timetable, chance, store, may, done }: Restoring): void {
  if (chance('world', 17) >= RESTORED) return;
  const asOf = START + between(2 * MINUTE, 60 * MINUTE, chance('world', 18));
  const at = asOf + between(10_000, 60 * MINUTE, chance('world', 19) ** 2);
  timetable.at(asOf, () => {
    const restore = remembered(store);
    timetable.at(at, () => {
      if (!may()) return;
      restore();
      done(asOf);
    });
  });
}

function remembered({ ledger, limits, memory }: World['store']): () => void {
  const back = [...Object.values(ledger), ...Object.values(limits), memory].map((shelf) => shelf.remember());
  return () => {
    for (const put of back) put();
  };
}
