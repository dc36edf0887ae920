/**
 * One number that changes when anything in a run does: two runs with the same digest are the same, bit for bit.
 */
import type { RunRecord } from '../engine/record.ts';
import { hashOf } from '../world/hash.ts';

/** Eight hex digits. */
export function digestOf({ faults, told }: RunRecord): string {
  const results = told.map(({ kind, result }) => [kind, result.attempt, result.remedy, result.status, result.at]);
  const hash = hashOf(JSON.stringify([faults, results]));
  return hash.toString(16).padStart(8, '0');
}
