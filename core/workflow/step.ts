/**
 * The one state machine of a heal: an incident and an input give the next incident, and the command for Step Functions.
 * Lambdas, lab and simulator all call it and decide nothing else. Pure and deterministic.
 */
import type { Incident } from '../incident/incident.ts';
import type { StepContext, Stepped, StepInput } from '../transitions/inputs.ts';
import { onActed, onLearnt } from './on-acted.ts';
import { onDecided } from './on-decided.ts';
import { onAbandoned, onClosed, onReopened } from './on-ended.ts';
import { onJudged } from './on-judged.ts';
import { aftercare } from '../aftercare/aftercare.ts';
import { withinLease } from './within-lease.ts';

/**
 * One step. The incident's `sequence` grows by one, so that a stage that runs twice for the same step can tell.
 * @throws Error when the input cannot follow the incident's phase: a defect, never an expected refusal.
 */
export function step(incident: Incident, input: StepInput, context: StepContext): Stepped {
  const held = withinLease(stepOf(incident)(incident, input, context), context.now);
  const after = { ...held, sequence: incident.sequence + 1, steppedAt: context.now };
  const known = new Set(incident.timeline);
  return { incident: after, events: after.timeline.filter((entry) => !known.has(entry)), command: after.command };
}

/** Healing ends when the incident closes; aftercare looks after its leftovers. */
function stepOf({ phase }: Incident): typeof heal {
  return phase === 'closed' ? aftercare : heal;
}

function heal(incident: Incident, input: StepInput, context: StepContext): Incident {
  switch (input.kind) {
    case 'decided':
      return onDecided(incident, input, context);
    case 'actWaits':
    case 'actDone':
    case 'actRefused':
    case 'actFailed':
      return onActed(incident, input, context);
    case 'judged':
      return onJudged(incident, input, context);
    case 'learnt':
      return onLearnt(incident);
    case 'closed':
      return onClosed(incident, context);
    case 'reopened':
      return onReopened(incident, input, context);
    case 'resumed':
    case 'undoAsked':
      throw new Error(`incident ${incident.id} is still open: "${input.kind}" is for leftovers of a closed one`);
    case 'abandoned':
      return onAbandoned(incident, input.reason, context);
  }
}
