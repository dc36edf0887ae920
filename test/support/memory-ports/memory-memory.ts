/** The `Memory` port in memory: the same sums as in the table, and the same rule that an attempt is counted once. */
import {
  aboutKey,
  added,
  experienceOf,
  experiencesAt,
  NO_EXPERIENCE,
  reversalOf,
  soundSums,
  type ExperienceSums,
  type StoredSums,
} from '../../../core/memory/experience.ts';
import { NO_WAITS, withWait } from '../waits.ts';
import type { WaitCounts, AttemptResult } from '../../../core/memory/results.ts';
import { WriteFailed } from '../../../core/ports/errors.ts';
import type { Memory } from '../../../core/ports/memory.ts';
import { shelf, type Shelf } from '../../../sim/ports/shelf.ts';
import type { LimitsStore } from '../../../sim/ports/limits.ts';
import { attemptId } from '../../../core/limits/reservation.ts';

/** By `memoryKey`; values are unchecked, so that a test may damage them. */
export type MemoryStore = Shelf<Readonly<Record<string, unknown>>>;

export function memoryKey(failureType: string, scope: string, about: string): string {
  return `${failureType}/${scope}#${about}`;
}

export function memoryStore(): MemoryStore {
  return shelf();
}

export function memoryMemory(store: MemoryStore, { attempts }: Pick<LimitsStore, 'attempts'>): Memory {
  return {
    read: async (failureType, service, now) => {
      const scope = (name: string) => scopeOf(store, memoryKey(failureType, name, ''), now);
      return experiencesAt({ all: scope('all'), here: scope(service) }, now);
    },
    async settle(result) {
      const key = attemptId(result);
      const attempt = attempts.get(key);
      if (attempt === undefined) throw new WriteFailed(`Attempt ${key} was never reserved`);
      if (attempt.status !== 'pending') return 'already';
      attempts.put(key, { ...attempt, status: result.status });
      add(store, result, experienceOf(result));
      return 'recorded';
    },
    async reverse(credit) {
      const key = attemptId(credit);
      const attempt = attempts.get(key);
      if (attempt?.status !== 'succeeded') return 'already';
      attempts.put(key, { ...attempt, status: 'relapsed' });
      add(store, credit, reversalOf(credit));
      return 'reversed';
    },
    async observeWait({ incidentId, failureType, wait }) {
      if (store.get(`wait/${incidentId}`) !== undefined) return 'already';
      store.put(`wait/${incidentId}`, { ...wait });
      store.put(`waits/${failureType}`, { ...withWait(waitsOf(store, failureType), wait) });
      return 'recorded';
    },
    waits: async (failureType) => waitsOf(store, failureType),
  };
}

/** The sums of one scope, by what they are about. */
function scopeOf(store: MemoryStore, prefix: string, now: number): StoredSums {
  const keys = store.keys().filter((key) => key.startsWith(prefix));
  return new Map(keys.map((key) => [key.slice(prefix.length), soundSums(store.get(key) ?? {}, now)]));
}

function waitsOf(store: MemoryStore, failureType: string): WaitCounts {
  return { ...NO_WAITS, ...store.get(`waits/${failureType}`) };
}

function add(store: MemoryStore, result: AttemptResult, more: ExperienceSums | undefined): void {
  if (more === undefined) return;
  for (const scope of ['all', result.service]) {
    const key = memoryKey(result.failureType, scope, aboutKey(result));
    const stored = store.get(key) ?? {};
    // As in the table: nothing can be added to what is no number.
    if (Object.values(stored).some((value) => typeof value !== 'number')) continue;
    store.put(key, { ...added({ ...NO_EXPERIENCE, ...stored }, more) });
  }
}
