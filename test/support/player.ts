/**
 * The one player of executions in tests: it carries out a command as the state machine does, with hands that differ. Those of
 * `machine.ts` answer at once, and leave it to the test when time passes. Those of the attack (`test/chaos/workflow`) take
 * time, fail, are killed, and are tried again as the definition says. `played-workflow.ts` walks the definition itself; tests
 * compare its ways with both. The simulator plays `step` alone (`sim/engine/heal.ts`), because its world has no stages.
 */
import type { Command, StageInput, StageOutput } from '../../core/incident/command.ts';
import type { Message } from '../../core/incident/message.ts';
import type { AbandonInput, AbandonOutput } from '../../lambdas/stages/abandon.ts';
import type { StageCommand } from './stages.ts';

/** What a Lambda answered in the end, its retries included. */
export type Answer<Output> =
  | { readonly kind: 'returned'; readonly output: Output }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string };

type Wait = Extract<Command, { kind: 'wait' }>;

export interface Hands {
  readonly executionArn: string;
  /** @returns whether the message was taken in the end */
  readonly publish: (message: Message, kind: 'announce' | 'notify') => Promise<boolean>;
  readonly markNotified: (incidentId: string, answers?: number) => Promise<void>;
  readonly wait: (milliseconds: number, next: Wait['next']) => Promise<void>;
  readonly stage: (command: StageCommand, input: StageInput) => Promise<Answer<StageOutput>>;
  readonly abandon: (input: AbandonInput) => Promise<Answer<AbandonOutput>>;
  /** The execution is over. */
  readonly end: (result: 'succeeded' | 'failed') => void;
}

/** Carries out one command. @returns what comes next; undefined when the execution is over */
export async function carriedOut(hands: Hands, now: StageOutput): Promise<StageOutput | undefined> {
  const { command, incidentId } = now;
  switch (command.kind) {
    case 'announce':
      await hands.publish(command.message, 'announce');
      return { ...now, command: command.next };
    case 'wait':
      await hands.wait(millisecondsOf(command), command.next);
      return { ...now, command: command.next };
    case 'notify':
      if (!(await hands.publish(command.message, 'notify'))) return ended(hands, 'failed');
      // The message is out: failing to mark it changes nothing.
      await hands.markNotified(incidentId, command.answers);
      return { ...now, command: command.next };
    case 'stop':
      return ended(hands, command.result);
    default:
      return await staged(hands, { ...now, command });
  }
}

async function staged(
  hands: Hands,
  { incidentId, sequence, command }: StageOutput & { readonly command: StageCommand },
): Promise<StageOutput | undefined> {
  const { executionArn } = hands;
  const answer = await hands.stage(command, { incidentId, sequence, executionArn });
  if (answer.kind === 'returned') return answer.output;
  const error = { Error: answer.error, Cause: answer.cause };
  const given = await hands.abandon({ incidentId, executionArn, error });
  // Whatever Abandon answers, a heal that was given up must not begin again.
  if (given.kind === 'failed' || !['notify', 'stop'].includes(given.output.command.kind)) {
    return ended(hands, 'failed');
  }
  // What follows is a step of the incident as it is now.
  return { incidentId, sequence, ...given.output };
}

function ended(hands: Hands, result: 'succeeded' | 'failed'): undefined {
  hands.end(result);
  return undefined;
}

/** @throws Error where a stage answered with a wait that the state machine could not count */
function millisecondsOf({ seconds, until }: Wait): number {
  if (seconds === undefined) throw new Error(`a wait until ${until} without its seconds`);
  return seconds * 1_000;
}
