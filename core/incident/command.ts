/**
 * What happens next: `step` decides it, the state machine carries it out, one branch per kind (a test walks the
 * synthesized definition). A command is plain data, because it travels through Step Functions.
 */
import { Message } from './message.ts';
import { ACTION_KINDS } from '../vocabulary.ts';
import {
  time,
  shape,
  text,
  later,
  either,
  number,
  optional,
  literal,
  word,
  type Schema,
  type Shaped,
} from '../shape.ts';

/** Commands with a Wait state of their own, which saves a Choice state before each look. */
const AWAITED = [
  shape({ kind: literal('decide') }),
  /** `attempt`: whose leftover it is about; absent while the incident is open, and in commands of earlier versions. */
  shape({
    kind: literal('act'),
    remedy: word(ACTION_KINDS),
    operation: word(['apply', 'undo']),
    attempt: optional(number),
  }),
  shape({ kind: literal('verify') }),
] as const;
const AwaitedCommand = either('kind', AWAITED);
export type AwaitedCommand = Shaped<typeof AwaitedCommand>;

export type Command =
  | AwaitedCommand
  | { readonly kind: 'announce'; readonly message: Message; readonly next: Command }
  /**
   * `until` is ISO 8601, by the clock of the Lambda that took the step. `seconds` is the time to `until` from then: the
   * state machine waits for `seconds`. Every answer of a stage has it, the record does not.
   */
  | { readonly kind: 'wait'; readonly until: string; readonly seconds?: number; readonly next: AwaitedCommand }
  | { readonly kind: 'learn' }
  | { readonly kind: 'close' }
  /**
   * A final message. If it cannot be published, the execution fails and the reaper sends it. `next` is the end, or the
   * wait for a leftover. `answers` is the time of the undo request that it answers (ms since the epoch); absent for the
   * message about the incident's end, whose sending is recorded elsewhere.
   */
  | { readonly kind: 'notify'; readonly message: Message; readonly next: Command; readonly answers?: number }
  /** The end of the execution; `failed` makes the healer's own alarms see it. */
  | { readonly kind: 'stop'; readonly result: 'succeeded' | 'failed' };

/** As the incident keeps it. The type is written out above, because it lies in itself. */
export const Command: Schema<Command> = later(() =>
  either('kind', [
    ...AWAITED,
    shape({ kind: literal('announce'), message: Message, next: Command }),
    shape({ kind: literal('wait'), until: text, seconds: optional(number), next: AwaitedCommand }),
    shape({ kind: literal('learn') }),
    shape({ kind: literal('close') }),
    shape({ kind: literal('notify'), message: Message, next: Command, answers: optional(time) }),
    shape({ kind: literal('stop'), result: word(['succeeded', 'failed']) }),
  ]),
);

export type CommandKind = Command['kind'];

/** Input and output of every stage: the incident by id, and the number of the step. */
export interface StageInput {
  readonly incidentId: string;
  /** The incident's `sequence` when the command was given. A stage that repeats an older step repeats the answer. */
  readonly sequence: number;
  /** The execution that asks; absent in executions of an older definition of the machine. */
  readonly executionArn?: string;
}

export interface StageOutput extends Omit<StageInput, 'executionArn'> {
  readonly command: Command;
}
