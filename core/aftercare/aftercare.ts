/**
 * What happens to what a heal left changed, once its incident is closed: a machine of its own, with the states of
 * `Leftover`, drawn in `docs/workflow.md`. The incident keeps its outcome: nothing here changes what was learnt or told
 * about the heal.
 */
import type { Incident } from '../incident/incident.ts';
import type { Leftover } from '../incident/leftover.ts';
import { dueLeftover, leftoverInHand, requestedLeftover } from '../incident/leftovers.ts';
import { isUndoAsked } from '../incident/undo-asked.ts';
import type { StepContext, StepInput } from '../transitions/inputs.ts';
import { noted, withAttempt } from '../transitions/transitions.ts';
import { afterwards } from './afterwards.ts';
import { onPutBack } from './put-back.ts';
import { onUndoAsked, onUndone } from './requested-undo.ts';
import { onProbeJudged, onToggleActed } from './toggle-probe.ts';

export type Acted = Extract<StepInput, { kind: 'actWaits' | 'actDone' | 'actRefused' | 'actFailed' }>;

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
  const left: Leftover | undefined = leftoverInHand(incident);
  if (left === undefined) throw new Error(`incident ${incident.id} is closed and left nothing to change back`);
  const journalled = withAttempt(incident, { journal: input.journal });
  if (isUndoAsked(journalled)) return onUndone(journalled, { left, input }, context);
  const next = left.probed === true ? onToggleActed : onPutBack;
  return next(journalled, { left, input }, context);
}

/** Another execution takes up what one that died had left to do. */
function onResumed(
  incident: Incident,
  { executionArn }: Extract<StepInput, { kind: 'resumed' }>,
  { now }: StepContext,
): Incident {
  if ((requestedLeftover(incident) ?? dueLeftover(incident)) === undefined)
    throw new Error(`${incident.id} has left nothing to do`);
  const taken: Incident = { ...incident, executionArn, resumed: (incident.resumed ?? 0) + 1 };
  const told = noted(taken, now, 'taken up by another execution: the one before it died');
  return { ...told, command: afterwards(told, now) };
}
