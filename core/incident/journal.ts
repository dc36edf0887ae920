/**
 * The journal of one attempt: what the healer found, what it is about to do, and how to undo it. It is written before
 * each move, so that a Lambda that runs again after a crash knows what it may have done.
 */
import { CLOCK_SKEW_SECONDS_MAX } from '../clock-skew.ts';
import type { RolloutPace } from '../world/service.ts';
import type { TargetAddress } from '../world/target.ts';

/** One change of the world, by value: doing it twice is doing it once. */
export type Move =
  /** `group`: ARN of the target group; absent in earlier journals, where it means the only one. */
  | { readonly kind: 'deregisterTarget'; readonly targetId: string; readonly port: number; readonly group?: string }
  | { readonly kind: 'registerTarget'; readonly targetId: string; readonly port: number; readonly group?: string }
  | { readonly kind: 'setDesiredCount'; readonly count: number }
  | { readonly kind: 'stopTask'; readonly taskArn: string }
  | { readonly kind: 'setTaskDefinition'; readonly taskDefinitionArn: string; readonly pace?: RolloutPace }
  /** Names no revision, so that a later deployment keeps its own. */
  | { readonly kind: 'setRolloutPace'; readonly pace: RolloutPace }
  | { readonly kind: 'writeToggle'; readonly parameter: string; readonly value: string };

type TargetMove = Extract<Move, { readonly kind: 'deregisterTarget' | 'registerTarget' }>;

/** The target a move is about. */
export function addressOf({ targetId, port, group }: TargetMove): TargetAddress {
  return { id: targetId, port, ...(group !== undefined && { group }) };
}

export interface JournalledMove {
  readonly at: number;
  readonly move: Move;
  /** For people, in the timeline. */
  readonly text: string;
  /** Set once AWS has answered. Without it the move may have been made or not: the call failed, or its Lambda died. */
  readonly made?: true;
}

export interface ReplaceTasksPlan {
  readonly kind: 'replaceTasks';
  /** Tasks to replace, sick ones first; never empty. */
  readonly victims: readonly string[];
  readonly sickKnown: boolean;
  readonly desiredBefore: number;
  /** Tasks that must stay in service at any time. */
  readonly keepRunning: number;
  /** Whether a load balancer must know a task before it counts. */
  readonly behindLoadBalancer: boolean;
  /** The target groups that reach the tasks, those of a blue/green pair together; absent in earlier plans. */
  readonly groups?: readonly (readonly string[])[];
  /** Tasks running before: everything else is a replacement. */
  readonly tasksBefore: readonly string[];
  /** Id of the primary deployment at the decision; another id is another actor's. Absent in older attempts. */
  readonly deployment?: string;
  /** Present where tasks with scale-in protection are replaced too, so that protection need not be read. */
  readonly protectedToo?: true;
}

export interface FlipTogglePlan {
  readonly kind: 'flipToggle';
  readonly toggle: string;
  readonly parameter: string;
  readonly previous: string;
  readonly value: string;
  /** When the flip must be restored at the latest, ms since the epoch. */
  readonly expiresAt: number;
  /** Whether it takes load off the service. Such a toggle is allowed where most remedies are not. */
  readonly sheds?: boolean;
}

export interface RollBackPlan {
  readonly kind: 'rollBack';
  readonly from: string;
  readonly to: string;
  /** Id of the primary deployment at the decision; another id is another actor's. Absent in older attempts. */
  readonly deployment?: string;
  /** How one task goes first; absent in earlier attempts. */
  readonly canary?: {
    /** The service's own rollout limits, restored once the first task is healthy. */
    readonly usual: RolloutPace;
    readonly narrow: RolloutPace;
    /** How long the first task is watched, ms. */
    readonly watchMs: number;
  };
}

export interface ScaleOutPlan {
  readonly kind: 'scaleOut';
  /** Desired count that was found, and the one to set. */
  readonly from: number;
  readonly to: number;
  /** Whether a load balancer must know a task before it counts. */
  readonly behindLoadBalancer: boolean;
  /** The target groups that reach the tasks, those of a blue/green pair together; absent in earlier plans. */
  readonly groups?: readonly (readonly string[])[];
  /** Tasks running before: all others were added. */
  readonly tasksBefore: readonly string[];
  /** Id of the primary deployment at the decision; another id is another actor's. Absent in older attempts. */
  readonly deployment?: string;
  /** Requests per period in the hour before the failure. The added tasks stay until requests are back at this level. */
  readonly usualRequests: number;
  /** When the added tasks are due to be removed if load is back at its baseline, ms since the epoch. */
  readonly expiresAt: number;
}

export type Plan = ReplaceTasksPlan | FlipTogglePlan | RollBackPlan | ScaleOutPlan;

/** What one attempt planned and did; of one remedy where its kind of plan is named. */
export interface Journal<Of extends Plan = Plan> {
  readonly plan: Of;
  readonly moves: readonly JournalledMove[];
}

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
