/**
 * The journal of one attempt: what the healer found, what it is about to do, and how to undo it. It is written before
 * each move, so that a Lambda that runs again after a crash knows what it may have done.
 */
import { CLOCK_SKEW_SECONDS_MAX } from '../clock-skew.ts';
import { RolloutLimits } from '../world/service.ts';
import type { TargetAddress } from '../world/target.ts';
import { ACTION_KINDS, type ActionKind } from '../vocabulary.ts';
import {
  time,
  shape,
  checkedBy,
  text,
  list,
  either,
  number,
  optional,
  yes,
  literal,
  word,
  problemOf,
  type Schema,
  type Shaped,
} from '../shape.ts';

/** `group`: ARN of the target group; absent in earlier journals, where it means the only one. */
const target = { targetId: text, port: number, group: optional(text) };

/** One change of the world, by value: doing it twice is doing it once. */
export const Move = either('kind', [
  shape({ kind: literal('deregisterTarget'), ...target }),
  shape({ kind: literal('registerTarget'), ...target }),
  shape({ kind: literal('setDesiredCount'), count: number }),
  shape({ kind: literal('stopTask'), taskArn: text }),
  shape({ kind: literal('setTaskDefinition'), taskDefinitionArn: text, rolloutLimits: optional(RolloutLimits) }),
  /** Names no revision, so that a later deployment keeps its own. */
  shape({ kind: literal('setRolloutLimits'), rolloutLimits: RolloutLimits }),
  shape({ kind: literal('writeToggle'), parameter: text, value: text }),
]);
export type Move = Shaped<typeof Move>;

type TargetMove = Extract<Move, { readonly kind: 'deregisterTarget' | 'registerTarget' }>;

/** The target a move is about. */
export function addressOf({ targetId, port, group }: TargetMove): TargetAddress {
  return { id: targetId, port, ...(group !== undefined && { group }) };
}

export const JournalledMove = shape({
  at: time,
  move: Move,
  /** For people, in the timeline. */
  text: text,
  /** Set once AWS has answered. Without it the move may have been made or not: the call failed, or its Lambda died. */
  made: optional(yes),
});
export type JournalledMove = Shaped<typeof JournalledMove>;

/** The plan of each remedy: its folder declares it here, because the journal lies below the remedies. A missing one does not compile. */
// oxlint-disable-next-line typescript/no-empty-object-type
export interface Plans {}

export type Plan = Plans[ActionKind];
/** Only its kind: the remedy's own schema checks the rest, because the remedies lie above the journal. */
export const Plan = checkedBy<Plan>((plan) => problemOf(shape({ kind: word(ACTION_KINDS) }), plan) === undefined);

/** What one attempt planned and did; of one remedy where its kind of plan is named. */
export interface Journal<Of extends Plan = Plan> {
  readonly plan: Of;
  readonly moves: readonly JournalledMove[];
}

export const Journal: Schema<Journal> = shape({
  plan: Plan,
  moves: list(JournalledMove),
});

/** Moves that one attempt may journal, undo included: bounds the loop and the item. */
export const MOVES_MAX = 400;

/** Further moves for an undo, so that a full journal cannot stop it half way. */
export const UNDO_MOVES_MAX = 200;

/**
 * Ms after its journal entry for which another execution may still make a move: twice the life of a Lambda, whose clock
 * may differ from ours. Only after that is the observed state final.
 */
export const OTHERS_MOVE_MS = 60_000;

/**
 * Ms after its journal entry for which an effect may be the move's own: a Lambda's life and the error of its clock. A
 * later effect is another actor's.
 */
export const OWN_MOVE_MS = CLOCK_SKEW_SECONDS_MAX * 1_000 + OTHERS_MOVE_MS;

/** When the first move was about to be made, ms since the epoch; undefined without a move. */
export function firstMoveAt({ moves }: Journal): number | undefined {
  return moves[0]?.at;
}
