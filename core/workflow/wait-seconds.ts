/**
 * Turns the end of a wait into a duration. `step` computes the end by the clock of one Lambda, and the state machine
 * has another: if that is five minutes ahead, it would not wait at all. Pure.
 */
import type { Command } from '../incident/command.ts';

/** Longest wait of a Wait state, by the Amazon States Language. Whatever comes next looks again anyway. */
const WAIT_SECONDS_MAX = 99_999_999;

/**
 * The command with its waits in whole seconds, rounded up so that no look is too early. They count from the step that
 * gave the command, by the same clock, so a Lambda that runs again repeats them.
 * @param steppedAt when the step was taken, ms since the epoch
 */
export function withWaitSeconds(command: Command, steppedAt: number): Command {
  switch (command.kind) {
    case 'announce':
    case 'notify':
      return { ...command, next: withWaitSeconds(command.next, steppedAt) };
    case 'wait': {
      const seconds = Math.ceil((Date.parse(command.until) - steppedAt) / 1_000);
      return { ...command, seconds: Math.min(Math.max(0, seconds), WAIT_SECONDS_MAX) };
    }
    default:
      return command;
  }
}
