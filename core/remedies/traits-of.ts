/**
 * What the rest of the healer asks a remedy, apart from its moves: how runbooks and people name it, what it leaves changed when its
 * incident closes, and what people are promised of that. One file of each remedy's folder; it stays free of the remedy's own
 * code, so that a Lambda that only asks does not carry the moves.
 */
import type { Attempt } from '../incident/incident.ts';
import type { Journal, Move, Plan } from '../incident/journal.ts';
import type { Leftover } from '../incident/leftover.ts';
import type { Schema } from '../shape.ts';

export type Left = Pick<Leftover, 'dueAt' | 'probed' | 'staysUndoable'>;

/** One change that was not put back, as an operator finds it in the account. */
export type LeftBehind =
  | { readonly kind: 'toggle'; readonly parameter: string; readonly value: string; readonly previous: string }
  /** `to`: the highest count that was asked for. */
  | { readonly kind: 'count'; readonly from: number; readonly to: number }
  /** The most tasks that deployments may run, in percent of the count. */
  | { readonly kind: 'rollout-limits'; readonly usual: number; readonly narrow: number };

export interface RemedyTraits<Of extends Plan> {
  readonly kind: Of['kind'];
  /** Kinds of the moves that carry it out, each once: `verify --acting` asks for their calls, the lab looks for them. */
  readonly moves: readonly Exclude<Move['kind'], 'registerTarget' | 'setRolloutLimits'>[];
  /** What a stored plan of it must have. */
  readonly plan: Schema<Of>;
  readonly example: Of;
  /** Other tools' words for it, close in meaning and far in spelling: a mistake in a runbook is answered with its name. */
  readonly synonyms?: readonly string[];
  /** Present where runbooks say after which time it is due to be undone: the key's description, and what too long means. */
  readonly expires?: { readonly example: string; readonly description: string; readonly tooLong: string };
  /** Present where a runbook must say that it is undone: why. */
  readonly alwaysUndone?: string;
  /** What an approval is about besides the remedy; absent where that is the same whichever tasks it picks. */
  readonly target?: (plan: Of) => string;
  /** The desired count that it found, where it changes that. */
  readonly countFound?: (plan: Of) => number;
  /** Whether it takes load off the service: then it is allowed where most remedies are not. */
  readonly sheds?: (plan: Of) => boolean;
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
