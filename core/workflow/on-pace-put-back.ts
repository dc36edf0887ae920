/**
 * What happens to a pace of deployments that an interrupted rollback left narrow, after its incident is closed: it is put
 * back at once, whatever revision runs stays, and somebody else's pace does too. The incident keeps its outcome.
 */
import type { Incident } from '../incident/incident.ts';
import { afterwards } from './afterwards.ts';
import type { StepContext, StepInput } from './inputs.ts';
import { noted, waitUntil, withAttempt } from './transitions.ts';

type Acted = Extract<StepInput, { kind: 'actWaits' | 'actDone' | 'actRefused' | 'actFailed' }>;

/** The action looked, moved or ended; its journal is recorded already. Whatever came of it, that is the end of it. */
export function onPacePutBack(incident: Incident, input: Acted, { now }: StepContext): Incident {
  if (input.kind === 'actWaits') {
    return { ...incident, command: waitUntil(input.until, { kind: 'act', remedy: 'rollBack', operation: 'undo' }) };
  }
  const settled = withAttempt(noted(incident, now, whatCameOfIt(input)), { pacePutBack: true });
  return { ...settled, command: afterwards(settled, now) };
}

function whatCameOfIt(input: Exclude<Acted, { kind: 'actWaits' }>): string {
  switch (input.kind) {
    case 'actDone':
      return `put back: ${input.text}`;
    case 'actRefused':
      return `pace not put back: ${input.holds.map(({ detail }) => detail).join('; ')}`;
    case 'actFailed':
      return `pace not put back: ${input.reason}`;
  }
}
