/**
 * What happens to a toggle that an incident left flipped, after the incident is closed: at its expiry it is restored and
 * watched; if the failure comes back it is flipped again, for longer each time; and after the last try it stays flipped
 * and a person is asked. Its incident keeps its outcome: nothing here changes what was learnt or told about the heal.
 */
import type { Attempt, Incident, Verification } from '../incident/incident.ts';
import { staysSwitchedMessage } from '../notify/message.ts';
import { flippedToggle } from '../remedies/flipped-toggle.ts';
import { PROBES_MAX, beginProbe, failedProbe, firstWatch, isBack, planOf, watchEnd } from './half-open.ts';
import type { Journal } from '../incident/journal.ts';
import { leftOverOf } from '../remedies/left-over.ts';
import type { Hold } from '../holds/hold.ts';
import { afterwards } from './afterwards.ts';
import type { AwaitedCommand, Command } from '../incident/command.ts';
import type { StepContext, StepInput } from '../transitions/inputs.ts';
import { heldAfterwards } from './held-back.ts';
import { givenBackBefore } from './scale-in.ts';
import { currentAttempt, noted, waitUntil, withAttempt } from '../transitions/transitions.ts';
import { isOthers } from '../holds/whose.ts';

type Acted = Extract<StepInput, { kind: 'actWaits' | 'actDone' | 'actRefused' | 'actFailed' }>;

/** The action looked, moved or ended; its journal is recorded already. */
export function onRestored(incident: Incident, input: Acted, context: StepContext): Incident {
  if (input.kind === 'actWaits') return heldAfterwards(incident, input, toggleAct(input.operation), context);
  return input.operation === 'undo' ? onBack(incident, input, context) : onAgain(incident, input, context);
}

type Ended = Exclude<Acted, { kind: 'actWaits' }>;

/** The toggle reached its expiry. */
function onBack(incident: Incident, input: Ended, context: StepContext): Incident {
  switch (input.kind) {
    case 'actDone': {
      const told = noted(incident, context.now, `restored: ${input.text}`);
      const attempt = currentAttempt(told);
      // What never helped cannot fail without it, and what a person restored is theirs to watch.
      const ours = attempt.status === 'succeeded' && wroteLast(attempt.journal, 'previous');
      return ours ? watched(told, attempt, context) : settledToggle(told, context);
    }
    case 'actRefused': {
      const told = noted(incident, context.now, `not restored: ${detailsOf(input.holds)}`);
      // Failing is what makes the reaper tell people that the toggle is still switched.
      return isTheirs(input.holds)
        ? settledToggle(told, context)
        : { ...told, command: { kind: 'stop', result: 'failed' } };
    }
    case 'actFailed': {
      const told = noted(incident, context.now, `not restored: ${input.reason}`);
      return { ...told, command: { kind: 'stop', result: 'failed' } };
    }
  }
}

function watched(incident: Incident, attempt: Attempt, context: StepContext): Incident {
  const probing = withReach(withAttempt(incident, { probes: beginProbe(attempt, context) }), undefined);
  return { ...probing, command: waitUntil(firstWatch(context, context.now), { kind: 'verify' }) };
}

/** How far the metrics reached belongs to one watch: what they did yesterday says nothing of whether they go on today. */
function withReach(incident: Incident, reached: Verification['reached']): Incident {
  if (incident.verification === undefined) return incident;
  const { reached: _before, ...verification } = incident.verification;
  return { ...incident, verification: { ...verification, ...(reached !== undefined && { reached }) } };
}

type Judged = Extract<StepInput, { kind: 'judged' }>;

/** Somebody looked how the service does with its toggle restored. */
export function onWatched(incident: Incident, input: Judged, context: StepContext): Incident {
  const attempt = currentAttempt(incident);
  const { probes } = attempt;
  const watch = probes?.watch;
  if (probes === undefined || watch === undefined) throw new Error(`incident ${incident.id} watches no toggle`);
  const { verdict, lines, reached } = input.judgement;
  const seen = withReach({ ...incident, alarms: input.alarms }, reached);
  const { toggle } = planOf(attempt);
  const told = (text: string) => noted(seen, context.now, `${text}: ${lines.join('; ')}`);
  if (verdict === 'recovered') return settledToggle(told(`well with ${toggle} restored`), context);
  const bad = verdict === 'worse' || verdict === 'notRecovered' ? watch.bad + 1 : 0;
  if (verdict === 'worse' || isBack(bad, context)) {
    const again = withAttempt(
      told(`the failure is back with ${toggle} restored`),
      failedProbe(attempt, probes, context),
    );
    return { ...again, command: toggleAct('apply') };
  }
  // No data is no failure: what people had switched on stays on, and the alarms go on watching.
  if (context.now >= watchEnd(context, watch.since))
    return settledToggle(told(`could not be watched (${verdict})`), context);
  const looked = withAttempt(seen, { probes: { ...probes, watch: { ...watch, bad } } });
  return { ...looked, command: waitUntil(context.now + context.service.periodSeconds * 1_000, { kind: 'verify' }) };
}

/** The toggle was to be flipped once more. */
function onAgain(incident: Incident, input: Ended, context: StepContext): Incident {
  const attempt = currentAttempt(incident);
  if (input.kind === 'actDone')
    return flippedAgain(noted(incident, context.now, `again: ${input.text}`), attempt, context);
  const reason = input.kind === 'actFailed' ? input.reason : detailsOf(input.holds);
  const told = noted(incident, context.now, `not switched again: ${reason}`);
  const theirs = input.kind === 'actRefused' && isTheirs(input.holds);
  // What may have been written counts as written: it is restored later, like any other.
  if (!theirs && wroteLast(attempt.journal, 'value')) return { ...told, command: untilExpiry(attempt) };
  return settledToggle(told, context);
}

function flippedAgain(incident: Incident, attempt: Attempt, context: StepContext): Incident {
  const { probes } = attempt;
  if ((probes?.failed ?? 0) < PROBES_MAX) return { ...incident, command: untilExpiry(attempt) };
  const plan = planOf(attempt);
  const over = withAttempt(incident, { handedOver: true });
  const told = noted(over, context.now, `${plan.toggle} stays ${plan.value}: a person is asked`);
  const message = staysSwitchedMessage(told, context.runbook, plan);
  return { ...told, command: { kind: 'notify', message, next: nextToggle(told) } };
}

type Resumed = Extract<StepInput, { kind: 'resumed' }>;

/** Another execution takes up what one that died had left to do. */
export function onResumed(incident: Incident, { executionArn }: Resumed, context: StepContext): Incident {
  if (incident.phase !== 'closed' || leftOverOf(incident) === undefined)
    throw new Error(`${incident.id} has left nothing to do`);
  const taken: Incident = { ...incident, executionArn, resumed: (incident.resumed ?? 0) + 1 };
  const told = noted(taken, context.now, 'taken up by another execution: the one before it died');
  return { ...told, command: afterwards(told, context.now) };
}

/** This toggle is settled; on to the one before it, if the incident flipped two, or to the end. */
function settledToggle(incident: Incident, { now }: StepContext): Incident {
  const { probes } = currentAttempt(incident);
  // What fails from now on is an incident again.
  const over = probes === undefined ? {} : { probes: { ...probes, quietUntil: now } };
  const undone = withAttempt(incident, { undone: true, ...over });
  return { ...undone, command: nextToggle(undone) };
}

function nextToggle(incident: Incident): Command {
  if (flippedToggle(incident) !== undefined) return toggleAct('undo');
  return givenBackBefore({ kind: 'stop', result: 'succeeded' }, incident);
}

function untilExpiry(attempt: Attempt): Command {
  return waitUntil(planOf(attempt).expiresAt, toggleAct('undo'));
}

function toggleAct(operation: 'apply' | 'undo'): AwaitedCommand {
  return { kind: 'act', remedy: 'flipToggle', operation };
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

function detailsOf(holds: readonly Hold[]): string {
  return holds.map(({ detail }) => detail).join('; ');
}
