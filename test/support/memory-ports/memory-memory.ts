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
} from '../../../core/memory/experience.ts';
import { NO_WAITS, withWait, type WaitCounts } from '../../../core/memory/organic-recovery.ts';
import { WriteFailed, type AttemptResult, type Memory } from '../../../core/ports.ts';
import { shelf, type Shelf } from './healer-store.ts';
import { attemptKey, type LimitsStore } from './memory-limits.ts';

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
      const [all, here] = [scopeOf(store, failureType, 'all'), scopeOf(store, failureType, service)];
      return experiencesAt({ all, here }, now);
    },
    async settle(result) {
      const key = attemptKey(result.incidentId, result.attempt);
      const attempt = attempts.get(key);
      if (attempt === undefined) throw new WriteFailed(`Attempt ${key} was never reserved`);
      if (attempt.status !== 'pending') return 'already';
      attempts.put(key, { ...attempt, status: result.status });
      add(store, result, experienceOf(result));
      return 'recorded';
    },
    async reverse(credit) {
      const key = attemptKey(credit.incidentId, credit.attempt);
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

/** The sound sums of one scope, by what they are about. */
function scopeOf(store: MemoryStore, failureType: string, scope: string): ReadonlyMap<string, ExperienceSums> {
  const prefix = memoryKey(failureType, scope, '');
  const sums = store.keys().flatMap((key) => {
    const sound = key.startsWith(prefix) ? soundSums(store.get(key) ?? {}) : undefined;
    return sound === undefined ? [] : [[key.slice(prefix.length), sound] as const];
  });
  return new Map(sums);
}

function waitsOf(store: MemoryStore, failureType: string): WaitCounts {
  return { ...NO_WAITS, ...store.get(`waits/${failureType}`) };
}

function add(store: MemoryStore, result: AttemptResult, more: ExperienceSums | undefined): void {
  if (more === undefined) return;
  for (const scope of ['all', result.service]) {
    const key = memoryKey(result.failureType, scope, aboutKey(result));
    const stored = store.get(key);
    const sums = stored === undefined ? NO_EXPERIENCE : soundSums(stored);
    // As in the table: nothing can be added to what is damaged.
    if (sums !== undefined) store.put(key, { ...added(sums, more) });
  }
}
