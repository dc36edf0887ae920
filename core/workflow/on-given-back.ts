/**
 * What happens to tasks that an incident left added, after it is closed and its toggles are settled: hours later, and
 * when the load is as usual again, the service goes back to its former count. Whoever changed the count meanwhile is in
 * charge of it. The incident keeps its outcome: nothing here changes what was learnt or told about the heal.
 */
import type { Incident } from '../incident/incident.ts';
import { scaledOut } from '../remedies/scaled-out.ts';
import type { AwaitedCommand, Command } from './command.ts';
import type { StepContext, StepInput } from './inputs.ts';
import { noted, waitUntil, withAttempt } from './transitions.ts';

type Acted = Extract<StepInput, { kind: 'actWaits' | 'actDone' | 'actRefused' | 'actFailed' }>;

const GIVE_BACK: AwaitedCommand = { kind: 'act', remedy: 'scaleOut', operation: 'undo' };

/** The wait for the tasks' expiry, where some were added and stay; otherwise `end`. */
export function givenBackBefore(end: Command, incident: Incident): Command {
  const plan = scaledOut(incident);
  return plan === undefined ? end : waitUntil(plan.expiresAt, GIVE_BACK);
}

/** The action looked, moved or ended; its journal is recorded already. Whatever came of it, the execution ends. */
export function onGivenBack(incident: Incident, input: Acted, context: StepContext): Incident {
  if (input.kind === 'actWaits') return { ...incident, command: waitUntil(input.until, GIVE_BACK) };
  const settled = withAttempt(noted(incident, context.now, whatCameOfIt(input)), { undone: true });
  return { ...settled, command: { kind: 'stop', result: 'succeeded' } };
}

function whatCameOfIt(input: Exclude<Acted, { kind: 'actWaits' }>): string {
  switch (input.kind) {
    case 'actDone':
      return `given back: ${input.text}`;
    case 'actRefused':
      return `not given back: ${input.holds.map(({ detail }) => detail).join('; ')}`;
    case 'actFailed':
      return `not given back: ${input.reason}`;
  }
}
