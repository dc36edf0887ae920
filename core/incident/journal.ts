/**
 * The journal of one attempt: what was found, what is about to be done, and how to take it back. It is written before
 * each move, so that a Lambda that dies between the record and the call knows, when run again, what it may have done.
 */
import { CLOCK_SKEW_SECONDS_MAX } from '../clock-skew.ts';
import type { RolloutPace } from '../world/service.ts';
import type { TargetAddress } from '../world/target.ts';

/** One effect on the world, by value: doing it twice is doing it once. */
export type Move =
  /** `group`: ARN of the target group; absent in journals of before services had several, and means the only one. */
  | { readonly kind: 'deregisterTarget'; readonly targetId: string; readonly port: number; readonly group?: string }
  | { readonly kind: 'registerTarget'; readonly targetId: string; readonly port: number; readonly group?: string }
  | { readonly kind: 'setDesiredCount'; readonly count: number }
  | { readonly kind: 'stopTask'; readonly taskArn: string }
  | { readonly kind: 'setTaskDefinition'; readonly taskDefinitionArn: string; readonly pace?: RolloutPace }
  /** Names no revision: whatever was deployed since it was decided stays. */
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
  /** What a person reads in the timeline. */
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
  /** The target groups it is reached by, those of a blue/green pair together; absent in plans of before. */
  readonly groups?: readonly (readonly string[])[];
  /** Tasks running before: everything else is a replacement. */
  readonly tasksBefore: readonly string[];
  /** Id of the primary deployment when it was decided: another one is somebody's deployment. Absent in older attempts. */
  readonly deployment?: string;
  /** Present where those that are protected from scale-in are replaced all the same: then nobody asks which are. */
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
  /** Whether it takes load off the service: protective, and so allowed where little else is. */
  readonly sheds?: boolean;
}

export interface RollBackPlan {
  readonly kind: 'rollBack';
  readonly from: string;
  readonly to: string;
  /** Id of the primary deployment when it was decided: another one is somebody's deployment. Absent in older attempts. */
  readonly deployment?: string;
  /** How one task goes first; absent in attempts of before it did. */
  readonly canary?: {
    /** How deployments of the service are paced, put back once the first task is healthy. */
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
  /** The target groups it is reached by, those of a blue/green pair together; absent in plans of before. */
  readonly groups?: readonly (readonly string[])[];
  /** Tasks running before: everything else was added. */
  readonly tasksBefore: readonly string[];
  /** Id of the primary deployment when it was decided: another one is somebody's deployment. Absent in older attempts. */
  readonly deployment?: string;
  /** Requests per period in the hour before the failure: what must be back before the tasks added are given back. */
  readonly usualRequests: number;
  /** When the tasks added are given back if the load is as usual again, ms since the epoch. */
  readonly expiresAt: number;
}

export type Plan = ReplaceTasksPlan | FlipTogglePlan | RollBackPlan | ScaleOutPlan;

/** What one attempt planned and did; of one remedy where its kind of plan is named. */
export interface Journal<Of extends Plan = Plan> {
  readonly plan: Of;
  readonly moves: readonly JournalledMove[];
}

/** Moves one attempt may journal, undo included: bounds the loop and the item. */
export const MOVES_MAX = 400;

/** Moves more that an undo may make: what was begun must not be left half done for want of them. */
export const UNDO_MOVES_MAX = 200;

/**
 * A move that another execution journalled may still be made for so long after it was written down, ms: twice what a
 * Lambda may live, whose clock need not be ours. Only then is what was seen also what stays.
 */
export const OTHERS_MOVE_MS = 60_000;

/**
 * What shows so long after a move was journalled may be of it, ms: the move is made within a Lambda's life, and the clock
 * of that Lambda may be wrong. What shows later is somebody else's.
 */
export const OWN_MOVE_MS = CLOCK_SKEW_SECONDS_MAX * 1_000 + OTHERS_MOVE_MS;

/** When the first move was about to be made, ms since the epoch; until then nothing was changed. Undefined where none was. */
export function firstMoveAt({ moves }: Journal): number | undefined {
  return moves[0]?.at;
}
