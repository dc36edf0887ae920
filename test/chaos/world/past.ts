/**
 * What memory holds when a world begins: in some, remedies that mostly helped and made things worse too often, long before
 * anything of this world happened. In every context alike, so that it does not matter in which one the healer looks.
 */
import { SIGNS, contextOf, type Sign } from '../../../core/memory/context.ts';
import { added, aboutKey, experienceOf, NO_EXPERIENCE, type ExperienceSums } from '../../../core/memory/experience.ts';
import { ACTION_KINDS, type ActionKind } from '../../../core/vocabulary.ts';
import { memoryKey, type MemoryStore } from '../../support/memory-ports/memory-memory.ts';
import { hashOf } from '../../../sim/world/hash.ts';
import type { Chance } from '../engine/chance.ts';
import { FAILURE_TYPES } from './ailment.ts';
import { START } from './fleet.ts';

/** Share of the worlds with such a past, and of the remedies that did harm in it, for each failure type. */
const HARMED = 0.2;
const HARMFUL = 0.4;
/** Far more than what counts as too often, and still worth trying: a remedy that never helped is left alone anyway. */
const TIMES = { helped: 7, harmed: 3 };
const DAYS_AGO = 3;

/** Every context there is. */
export const CONTEXTS: readonly string[] = Array.from({ length: 2 ** SIGNS.length }, (_, bits) =>
  contextOf(Object.fromEntries(SIGNS.map((sign, bit) => [sign, (bits & (1 << bit)) !== 0])) as Record<Sign, boolean>),
);

/** Writes it down. @returns how many attempts memory counts by then, over all services */
export function rememberPast(memory: MemoryStore, chance: Chance): number {
  if (chance('world', 14) >= HARMED) return 0;
  const pairs = FAILURE_TYPES.flatMap((failureType) => ACTION_KINDS.map((remedy) => ({ failureType, remedy })));
  const harmful = pairs.filter(
    ({ failureType, remedy }) => chance('past', hashOf(`${failureType} ${remedy}`)) < HARMFUL,
  );
  for (const { failureType, remedy } of harmful) {
    for (const context of CONTEXTS) {
      memory.put(memoryKey(failureType, 'all', aboutKey({ context, remedy })), { ...sumsOf(remedy) });
    }
  }
  return harmful.length * CONTEXTS.length * (TIMES.helped + TIMES.harmed);
}

function sumsOf(remedy: ActionKind): ExperienceSums {
  const at = START - DAYS_AGO * 24 * 3_600_000;
  const base = { incidentId: 'past', attempt: 1, service: 'past', failureType: 'past', context: 'plain', remedy, at };
  const helped = experienceOf({ ...base, status: 'succeeded', harmful: false, minutes: 5 }) ?? NO_EXPERIENCE;
  const harmed = experienceOf({ ...base, status: 'failed', harmful: true }) ?? NO_EXPERIENCE;
  const all = [
    ...Array.from({ length: TIMES.helped }, () => helped),
    ...Array.from({ length: TIMES.harmed }, () => harmed),
  ];
  return all.reduce(added, NO_EXPERIENCE);
}
