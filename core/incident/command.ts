/**
 * What happens next, decided by `step` and carried out by the state machine: one branch per kind, proved by a test that
 * walks the synthesized definition. A command is plain data, because it travels through Step Functions.
 */
import type { Message } from './message.ts';
import type { ActionKind } from '../vocabulary.ts';

/** What can be waited for: each has a Wait state of its own, so that a look costs no choice before it. */
export type AwaitedCommand =
  | { readonly kind: 'decide' }
  | { readonly kind: 'act'; readonly remedy: ActionKind; readonly operation: 'apply' | 'undo' }
  | { readonly kind: 'verify' };

export type Command =
  | AwaitedCommand
  | { readonly kind: 'announce'; readonly message: Message; readonly next: Command }
  /**
   * `until` is ISO 8601, by the clock of the Lambda that took the step; `seconds` is how long that was from then, and what
   * is waited for. It is in every answer of a stage, and not in the record.
   */
  | { readonly kind: 'wait'; readonly until: string; readonly seconds?: number; readonly next: AwaitedCommand }
  | { readonly kind: 'learn' }
  | { readonly kind: 'close' }
  /**
   * A final message: the execution fails where nobody can be told, and the reaper tells. `next` is the end, or the wait for
   * a flipped toggle's expiry and its restoration. `answers` is the time of the request to undo that it answers (ms since
   * the epoch); absent of the message that tells how the incident ended, which is marked as told apart.
   */
  | { readonly kind: 'notify'; readonly message: Message; readonly next: Command; readonly answers?: number }
  /** The end of the execution: succeeded, or failed so that the healer's own alarms see it. */
  | { readonly kind: 'stop'; readonly result: 'succeeded' | 'failed' };

export type CommandKind = Command['kind'];

/** What every stage gets and gives: the incident by id, and which step of it this is. */
export interface StageInput {
  readonly incidentId: string;
  /** The incident's `sequence` when the command was given: a stage run again for an older step only repeats the answer. */
  readonly sequence: number;
  /** Who asks; absent in executions that began with an older definition of the machine. */
  readonly executionArn?: string;
}

export interface StageOutput extends Omit<StageInput, 'executionArn'> {
  readonly command: Command;
}
