/**
 * Says how long a wait lasts. `step` knows when it ends by the clock of one Lambda, and the state machine has another clock:
 * a time that is five minutes past for it would be no wait at all, and the next look no look later. Pure.
 */
import type { Command } from '../incident/command.ts';

/** Longest wait of a Wait state in seconds, says the Amazon States Language; whatever comes next looks again anyway. */
const WAIT_SECONDS_MAX = 99_999_999;

/**
 * The command with its waits in whole seconds, rounded up so that nothing is looked at too early. They are counted from the
 * step that gave the command, by the same clock: a Lambda that is run again repeats them, whatever its own clock says.
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
