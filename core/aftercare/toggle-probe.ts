/**
 * What happens to a toggle that a heal left flipped. When it is due, the healer restores it on trial and watches the
 * service. If the failure comes back, the healer flips it again, for longer each time; after the last trial it stays
 * flipped and an operator takes over.
 */
import type { Hold } from '../holds/hold.ts';
import { isOthers } from '../holds/whose.ts';
import type { Attempt, Incident, Verification } from '../incident/incident.ts';
import type { Leftover } from '../incident/leftover.ts';
import { attemptOf, probedLeftover, withLeftover } from '../incident/leftovers.ts';
import { staysSwitchedMessage } from '../notify/message.ts';
import type { Acted, StepContext, StepInput } from '../transitions/inputs.ts';
import { resultText } from '../transitions/result-text.ts';
import { noted, waitUntil } from '../transitions/transitions.ts';
import { actOn, afterwards } from './afterwards.ts';
import { heldBack } from './held-back.ts';
import type { LeftoverActed } from './leftover-acted.ts';
import { PROBES_MAX, beginProbe, failedProbe, firstWatch, isBack, planOf, watchEnd } from './probe-timing.ts';
import { settled } from './settled.ts';

/** The action waits, moved or ended. Its journal is already recorded. */
export function onToggleActed(incident: Incident, { left, input }: LeftoverActed, context: StepContext): Incident {
  if (input.kind === 'actWaits') return heldBack(incident, left, input, context);
  return input.operation === 'undo'
    ? onRestored(incident, left, input, context)
    : onFlippedAgain(incident, left, input, context);
}

type Ended = Exclude<Acted, { kind: 'actWaits' }>;

/** The restore that was due has ended. */
function onRestored(incident: Incident, left: Leftover, input: Ended, context: StepContext): Incident {
  const attempt = attemptOf(incident, left);
  if (input.kind === 'actDone') {
    const told = noted(incident, context.now, `restored: ${input.text}`);
    // No watch where the flip never helped, or where a person restored the toggle.
    const ours = attempt.status === 'succeeded' && wroteLast(attempt, 'previous');
    return ours ? watched(told, left, context) : settledToggle(told, left, context);
  }
  const told = noted(incident, context.now, `not restored: ${resultText(input)}`);
  // A failed execution makes the reaper tell people that the toggle is still switched.
  return input.kind === 'actRefused' && isTheirs(input.holds)
    ? settledToggle(told, left, context)
    : { ...told, command: { kind: 'stop', result: 'failed' } };
}

function watched(incident: Incident, left: Leftover, context: StepContext): Incident {
  const begun = beginProbe(left, attemptOf(incident, left), context);
  const probing = withReach(withLeftover(incident, begun), undefined);
  return { ...probing, command: waitUntil(firstWatch(context, context.now), { kind: 'verify' }) };
}

/** The reach of the metrics belongs to one watch: an earlier one says nothing about whether they still arrive. */
function withReach(incident: Incident, reached: Verification['reached']): Incident {
  if (incident.verification === undefined) return incident;
  const { reached: _before, ...verification } = incident.verification;
  return { ...incident, verification: { ...verification, ...(reached !== undefined && { reached }) } };
}

type Judged = Extract<StepInput, { kind: 'judged' }>;

/** The service with its toggle restored was judged. @throws Error when the incident has no toggle on trial */
export function onProbeJudged(incident: Incident, input: Judged, context: StepContext): Incident {
  const left = probedLeftover(incident);
  if (left?.state.kind !== 'probing') throw new Error(`incident ${incident.id} has no toggle on trial`);
  const { state } = left;
  const { verdict, lines, reached } = input.judgement;
  const seen = withReach({ ...incident, alarms: input.alarms }, reached);
  const { toggle } = planOf(attemptOf(incident, left));
  const told = (text: string) => noted(seen, context.now, `${text}: ${lines.join('; ')}`);
  if (verdict === 'recovered') return settledToggle(told(`well with ${toggle} restored`), left, context);
  const bad = verdict === 'worse' || verdict === 'notRecovered' ? state.bad + 1 : 0;
  if (verdict === 'worse' || isBack(bad, context)) {
    const again = withLeftover(told(`the failure is back with ${toggle} restored`), failedProbe(left, context));
    return { ...again, command: actOn(left, 'apply') };
  }
  // Missing data is no failure: people had the feature on, so it stays on, and the alarms keep watching.
  if (context.now >= watchEnd(context, state.since))
    return settledToggle(told(`could not be watched (${verdict})`), left, context);
  const looked = withLeftover(seen, { ...left, state: { ...state, bad } });
  return { ...looked, command: waitUntil(context.now + context.service.periodSeconds * 1_000, { kind: 'verify' }) };
}

/** The flip after the failure came back has ended. */
function onFlippedAgain(incident: Incident, left: Leftover, input: Ended, context: StepContext): Incident {
  const { now } = context;
  if (input.kind === 'actDone') return flippedAgain(noted(incident, now, `again: ${input.text}`), left, context);
  const told = noted(incident, now, `not switched again: ${resultText(input)}`);
  const theirs = input.kind === 'actRefused' && isTheirs(input.holds);
  // A write without an answer counts as written: the toggle is restored later, like any other.
  if (!theirs && wroteLast(attemptOf(incident, left), 'value')) return { ...told, command: afterwards(told, now) };
  return settledToggle(told, left, context);
}

function flippedAgain(incident: Incident, left: Leftover, { now, runbook }: StepContext): Incident {
  if ((left.probes?.failed ?? 0) < PROBES_MAX) return { ...incident, command: afterwards(incident, now) };
  const plan = planOf(attemptOf(incident, left));
  const over = withLeftover(incident, { ...left, state: { kind: 'handedToOperator' } });
  const told = noted(over, now, `${plan.toggle} stays ${plan.value}: a person is asked`);
  const message = staysSwitchedMessage(told, runbook, plan);
  return { ...told, command: { kind: 'notify', message, next: afterwards(told, now) } };
}

function settledToggle(incident: Incident, left: Leftover, { now }: StepContext): Incident {
  const over = withLeftover(incident, settled(left, now));
  return { ...over, command: afterwards(over, now) };
}

/** Whether the last write in the journal was of the plan's old or new value. */
function wroteLast(attempt: Attempt, which: 'previous' | 'value'): boolean {
  const last = attempt.journal.moves.at(-1)?.move;
  return last?.kind === 'writeToggle' && last.value === planOf(attempt)[which];
}

/** Another actor's value stays. Another incident of the service heals its own failure. */
function isTheirs(holds: readonly Hold[]): boolean {
  return holds.every(({ reason }) => isOthers(reason) || reason === 'group-busy');
}
