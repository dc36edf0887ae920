/**
 * Memory must not depend on the order in which results arrive: what one run told its policy is added up again backwards,
 * and has to come to the same sums.
 */
import type { RunRecord } from '../engine/record.ts';
import { memoryOf, type SimulatedMemory } from '../policies/memory.ts';

/** Sums of the same weights in another order may differ in the last digits. */
const TOLERANCE = 1e-9;

const PARTS = { pooling: true, decay: true, contexts: true, reversal: true };

export function orderViolationsOf({ told, seed, policy }: RunRecord): readonly string[] {
  const forwards = memoryOf(PARTS);
  const backwards = memoryOf(PARTS);
  for (const one of told) tell(forwards, one);
  for (const one of told.toReversed()) tell(backwards, one);
  const differing = [...forwards.sums()].filter(([key, sums]) => {
    const other = backwards.sums().get(key);
    return (
      other === undefined || !Object.entries(sums).every(([name, sum]) => close(sum, other[name as keyof typeof sums]))
    );
  });
  return differing.map(([key]) => `seed ${seed}, ${policy}: the order of results changed what is remembered of ${key}`);
}

function tell(memory: SimulatedMemory, { kind, result }: RunRecord['told'][number]): void {
  if (kind === 'settled') memory.settled(result);
  else memory.relapsed(result);
}

function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
}
