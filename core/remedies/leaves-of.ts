/**
 * What a remedy says of what it leaves changed when its incident closes: whether anything, what people are promised, and what
 * stays where that promise was not kept. One file of each remedy's folder.
 */
import type { Attempt } from '../incident/incident.ts';
import type { Journal, Move, Plan } from '../incident/journal.ts';
import type { Leftover } from '../incident/leftover.ts';

export type Left = Pick<Leftover, 'dueAt' | 'probed' | 'staysUndoable'>;

/** One change that was not put back, as an operator finds it in the account. */
export type LeftBehind =
  | { readonly kind: 'toggle'; readonly parameter: string; readonly value: string; readonly previous: string }
  /** `to`: the highest count that was asked for. */
  | { readonly kind: 'count'; readonly from: number; readonly to: number }
  /** The most tasks that deployments may run, in percent of the count. */
  | { readonly kind: 'pace'; readonly usual: number; readonly narrow: number };

export interface LeavesOf<Of extends Plan> {
  readonly kind: Of['kind'];
  /** What an attempt with this journal leaves, whether or not it was undone since; undefined where nothing. */
  readonly left: (journal: Journal<Of>, attempt: Pick<Attempt, 'status' | 'startedAt'>) => Left | undefined;
  /** What an operator finds changed; `due` while the healer has not put back what is due. */
  readonly change: (journal: Journal<Of>, due: boolean) => LeftBehind | undefined;
  /** What the message of the end says of it, where it is due at `dueAt`, ms since the epoch. */
  readonly promise?: (plan: Of, dueAt: number, execution: 'alive' | 'dead') => string | undefined;
  /** What is told where it was due and was not put back: what it is about, and what was found and set. */
  readonly notPutBack?: (plan: Of) => { readonly what: string; readonly left: string };
}

/** Whether such a move was journalled. */
export function made({ moves }: Journal, such: (move: Move) => boolean): boolean {
  return moves.some(({ move }) => such(move));
}

/** A time as people read it, to the minute. */
export function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}
