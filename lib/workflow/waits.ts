/**
 * Waiting: one Wait state for each state that is waited for. Its target is fixed, so that a repeated look costs three
 * transitions (look, choose, wait) instead of four.
 */
import type { AwaitedCommand } from '../../core/incident/command.ts';
import { actionBranches } from './actions.ts';
import { jsonata, type Branch, type WaitState } from './states.ts';

/** The target of each command that can be waited for; `command` is an expression. */
export function awaitedBranches(command: string): Readonly<Record<AwaitedCommand['kind'], readonly Branch[]>> {
  return {
    decide: [{ condition: `${command}.kind = 'decide'`, next: 'Decide' }],
    act: actionBranches(command),
    verify: [{ condition: `${command}.kind = 'verify'`, next: 'Verify' }],
  };
}

const AWAITED = Object.values(awaitedBranches('$command.next')).flat();

/** For each state that can be waited for, a branch to its Wait state. */
export const WAIT_BRANCHES: readonly Branch[] = AWAITED.map(({ condition, next }) => ({
  condition: `$command.kind = 'wait' and ${condition}`,
  next: waitFor(next),
}));

/**
 * Seconds instead of a time, because the clocks of Lambda and state machine may differ. Lambdas of an older deployment
 * give only the time.
 */
const SECONDS =
  '$exists($command.seconds) ? $command.seconds : ' +
  '$max([0, $ceil(($toMillis($command.until) - $millis()) / 1000)])';

export const WAIT_STATES: Readonly<Record<string, WaitState>> = Object.fromEntries(
  AWAITED.map(({ next }) => [
    waitFor(next),
    {
      Type: 'Wait',
      Seconds: jsonata(SECONDS),
      Assign: { command: jsonata('$command.next') },
      Next: next,
    },
  ]),
);

function waitFor(state: string): string {
  return `WaitFor${state}`;
}
