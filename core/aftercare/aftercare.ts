/**
 * The state machine of leftovers: what a heal changed and its closed incident has to change back. Its states are in
 * `Leftover`, its diagram in `docs/workflow.md`. It never changes the incident's outcome, so what was learnt and
 * reported about the heal stays.
 */
import type { Incident } from '../incident/incident.ts';
import { leftoverInHand, nextLeftover } from '../incident/leftovers.ts';
import { isUndoAsked } from '../incident/undo-asked.ts';
import type { Acted, StepContext, StepInput } from '../transitions/inputs.ts';
import { noted, withAttempt } from '../transitions/transitions.ts';
import { afterwards } from './afterwards.ts';
import { onPutBack } from './put-back.ts';
import { onUndoAsked, onUndone } from './requested-undo.ts';
import { onProbeJudged, onToggleActed } from './toggle-probe.ts';

/**
 * One step of a closed incident.
 * @throws Error when the input cannot follow: a defect, never an expected refusal
 */
export function aftercare(incident: Incident, input: StepInput, context: StepContext): Incident {
  switch (input.kind) {
    case 'actWaits':
    case 'actDone':
    case 'actRefused':
    case 'actFailed':
      return onActed(incident, input, context);
    case 'judged':
      return onProbeJudged(incident, input, context);
    case 'undoAsked':
      return onUndoAsked(incident, input, context);
    case 'resumed':
      return onResumed(incident, input, context);
    default:
      throw new Error(`incident ${incident.id} is closed: "${input.kind}" cannot follow`);
  }
}

function onActed(incident: Incident, input: Acted, context: StepContext): Incident {
  const left = leftoverInHand(incident);
  if (left === undefined) throw new Error(`incident ${incident.id} is closed and has no leftover to change back`);
  const journalled = withAttempt(incident, { journal: input.journal });
  if (isUndoAsked(journalled)) return onUndone(journalled, { left, input }, context);
  const next = left.probed === true ? onToggleActed : onPutBack;
  return next(journalled, { left, input }, context);
}

/** Another execution takes over the leftovers of one that died. */
function onResumed(
  incident: Incident,
  { executionArn }: Extract<StepInput, { kind: 'resumed' }>,
  { now }: StepContext,
): Incident {
  if (nextLeftover(incident) === undefined) throw new Error(`${incident.id} has left nothing to do`);
  const taken: Incident = { ...incident, executionArn, resumed: (incident.resumed ?? 0) + 1 };
  const told = noted(taken, now, 'another execution took it over: the one before it died');
  return { ...told, command: afterwards(told, now) };
}
