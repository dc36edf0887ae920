/**
 * What happens to a toggle that a heal left flipped: when it is due it is restored on trial and the service is watched. If
 * the failure comes back it is flipped again, for longer each time; after the last trial it stays flipped and is handed to
 * an operator.
 */
import type { Hold } from '../holds/hold.ts';
import { isOthers } from '../holds/whose.ts';
import type { AwaitedCommand } from '../incident/command.ts';
import type { Incident, Verification } from '../incident/incident.ts';
import type { Journal } from '../incident/journal.ts';
import type { Leftover } from '../incident/leftover.ts';
import { attemptOf, probedLeftover, withLeftover } from '../incident/leftovers.ts';
import { staysSwitchedMessage } from '../notify/message.ts';
import type { StepContext, StepInput } from '../transitions/inputs.ts';
import { resultText } from '../transitions/result-text.ts';
import { noted, waitUntil } from '../transitions/transitions.ts';
import { afterwards } from './afterwards.ts';
import { heldBack } from './held-back.ts';
import type { Acted, LeftoverActed } from './leftover-acted.ts';
import { PROBES_MAX, beginProbe, failedProbe, firstWatch, isBack, planOf, watchEnd } from './probe-timing.ts';
import { settled } from './settled.ts';

/** The action looked, moved or ended; its journal is recorded already. */
export function onToggleActed(incident: Incident, { left, input }: LeftoverActed, context: StepContext): Incident {
  if (input.kind === 'actWaits')
    return heldBack(incident, { left, input, again: toggleAct(left, input.operation) }, context);
  return input.operation === 'undo'
    ? onRestored(incident, left, input, context)
    : onFlippedAgain(incident, left, input, context);
}

type Ended = Exclude<Acted, { kind: 'actWaits' }>;

/** It was due, and was to be restored. */
function onRestored(incident: Incident, left: Leftover, input: Ended, context: StepContext): Incident {
  const { status, journal } = attemptOf(incident, left);
  if (input.kind === 'actDone') {
    const told = noted(incident, context.now, `restored: ${input.text}`);
    // What never helped cannot fail without it, and what a person restored is theirs to watch.
    const ours = status === 'succeeded' && wroteLast(journal, 'previous');
    return ours ? watched(told, left, context) : settledToggle(told, left, context);
  }
  const told = noted(incident, context.now, `not restored: ${resultText(input)}`);
  // Failing is what makes the reaper tell people that the toggle is still switched.
  return input.kind === 'actRefused' && isTheirs(input.holds)
    ? settledToggle(told, left, context)
    : { ...told, command: { kind: 'stop', result: 'failed' } };
}

function watched(incident: Incident, left: Leftover, context: StepContext): Incident {
  const begun = beginProbe(left, attemptOf(incident, left), context);
  const probing = withReach(withLeftover(incident, begun), undefined);
  return { ...probing, command: waitUntil(firstWatch(context, context.now), { kind: 'verify' }) };
}

/** How far the metrics reached belongs to one watch: what they did yesterday says nothing of whether they go on today. */
function withReach(incident: Incident, reached: Verification['reached']): Incident {
  if (incident.verification === undefined) return incident;
  const { reached: _before, ...verification } = incident.verification;
  return { ...incident, verification: { ...verification, ...(reached !== undefined && { reached }) } };
}

type Judged = Extract<StepInput, { kind: 'judged' }>;

/** How the service does with its toggle restored. @throws Error when the incident has no toggle on trial */
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
    return { ...again, command: toggleAct(left, 'apply') };
  }
  // No data is no failure: what people had switched on stays on, and the alarms go on watching.
  if (context.now >= watchEnd(context, state.since))
    return settledToggle(told(`could not be watched (${verdict})`), left, context);
  const looked = withLeftover(seen, { ...left, state: { ...state, bad } });
  return { ...looked, command: waitUntil(context.now + context.service.periodSeconds * 1_000, { kind: 'verify' }) };
}

/** The failure was back, and it was to be flipped once more. */
function onFlippedAgain(incident: Incident, left: Leftover, input: Ended, context: StepContext): Incident {
  const { now } = context;
  if (input.kind === 'actDone') return flippedAgain(noted(incident, now, `again: ${input.text}`), left, context);
  const told = noted(incident, now, `not switched again: ${resultText(input)}`);
  const theirs = input.kind === 'actRefused' && isTheirs(input.holds);
  // What may have been written counts as written: it is restored later, like any other.
  if (!theirs && wroteLast(attemptOf(incident, left).journal, 'value'))
    return { ...told, command: afterwards(told, now) };
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

function toggleAct({ remedy }: Leftover, operation: 'apply' | 'undo'): AwaitedCommand {
  return { kind: 'act', remedy, operation };
}

/** Whether the last write of the journal was of the plan's old or its new value. */
function wroteLast({ plan, moves }: Journal, which: 'previous' | 'value'): boolean {
  const last = moves.at(-1)?.move;
  return plan.kind === 'flipToggle' && last?.kind === 'writeToggle' && last.value === plan[which];
}

/** What somebody else wrote stays; what another incident of the service is about, it heals. */
function isTheirs(holds: readonly Hold[]): boolean {
  return holds.every(({ reason }) => isOthers(reason) || reason === 'group-busy');
}
