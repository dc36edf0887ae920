/**
 * Faults that are left out where they mean nothing. Each says why; none of them may ever come up, which every run looks
 * at, so that nothing is left out that happens after all.
 */
import type { FaultKind } from './kinds.ts';

export interface Impossible {
  readonly state: string;
  readonly fault: FaultKind;
  readonly why: string;
}

export const IMPOSSIBLE: readonly Impossible[] = [
  { state: 'Reap', fault: 'aborted', why: 'its execution is dead already' },
  { state: 'Sweep', fault: 'aborted', why: 'it is started by a schedule, without an execution' },
];

export function isImpossible(state: string, fault: FaultKind): boolean {
  return IMPOSSIBLE.some((one) => one.state === state && one.fault === fault);
}
