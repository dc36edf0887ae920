/** Why the healer does not act: one named reason, with details for people. Code decides by the reason only. */
import type { HoldReason } from './reasons.ts';

export interface Hold {
  readonly reason: HoldReason;
  readonly detail: string;
  /** When it ends, ms since the epoch; absent where no time is known. */
  readonly until?: number;
  /** Who wrote it and why, in that person's words: ` by on-call: known`. May be empty. Absent where no person did. */
  readonly by?: string;
}

/** By the name of a guard: whether it allows the remedy. */
export type GuardVerdicts = Readonly<Record<string, 'allows' | 'forbids'>>;

export function hold(reason: Hold['reason'], detail: string): Hold {
  return { reason, detail };
}
