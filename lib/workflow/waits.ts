/**
 * Waiting, with one Wait state for each state that is waited for: it knows where it leads, so that looking again costs
 * three transitions (look, choose, wait) and not four. It must not know how long anything takes.
 */
import type { AwaitedCommand } from '../../core/incident/command.ts';
import { actionBranches } from './actions.ts';
import { jsonata } from './states.ts';
import type { Branch, WaitState } from './states.ts';

/** Where each kind of command leads that can be waited for, the command being an expression. */
export function awaitedBranches(command: string): Readonly<Record<AwaitedCommand['kind'], readonly Branch[]>> {
  return {
    decide: [{ condition: `${command}.kind = 'decide'`, next: 'Decide' }],
    act: actionBranches(command),
    verify: [{ condition: `${command}.kind = 'verify'`, next: 'Verify' }],
  };
}

const AWAITED = Object.values(awaitedBranches('$command.next')).flat();

/** A branch for each state that can be waited for, to the state that waits for it. */
export const WAIT_BRANCHES: readonly Branch[] = AWAITED.map(({ condition, next }) => ({
  condition: `$command.kind = 'wait' and ${condition}`,
  next: waitFor(next),
}));

/**
 * Seconds, not a time: what a Lambda calls a time may be past for the state machine. Lambdas of an older deployment say
 * only until when.
 */
const SECONDS =
  '$exists($command.seconds) ? $command.seconds : ' +
  '$max([0, $ceil(($toMillis($command.until) - $millis()) / 1000)])';

/** `WaitForVerify` leads to `Verify`, and so on. */
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
