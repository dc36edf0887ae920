/**
 * The step after verification looked. Only `recovered` is a success. A harmful remedy is undone at once and a person is
 * asked; an incident that could not be verified is never called healed.
 */
import type { Incident } from '../incident/incident.ts';
import type { RemedyStep } from '../catalog/runbook.ts';
import { healedAs } from '../incident/relapse.ts';
import { firstLook } from '../verify/judge.ts';
import type { StepContext, StepInput } from '../transitions/inputs.ts';
import { isLastStep, learn, settled, undoOrLearn } from './on-acted.ts';
import { currentAttempt, noted, waitUntil, withOutcome } from '../transitions/transitions.ts';

type Judged = Extract<StepInput, { kind: 'judged' }>;

export function onJudged(incident: Incident, input: Judged, context: StepContext): Incident {
  const { verdict, final, lines, reached } = input.judgement;
  const checks = (incident.verification?.checks ?? 0) + 1;
  const since = incident.verification?.since ?? context.now;
  const seen: Incident = {
    ...incident,
    alarms: input.alarms,
    signalsSeen: input.signalsSeen,
    verification: { since, checks, verdict, lines, ...(reached !== undefined && { reached }) },
  };
  if (!final) return { ...seen, command: waitUntil(nextCheck(context, since), { kind: 'verify' }) };
  const told = noted(seen, context.now, `${verdict}: ${lines.join('; ')}`);
  switch (verdict) {
    case 'recovered':
      return learn(input.judgement.byItself === true ? onItself(told, context) : onRecovered(told, context));
    case 'worse': {
      const harmful = settled(told, context, { status: 'failed', reason: 'it made things worse', harmful: true });
      return undoOrLearn(
        withOutcome(harmful, 'escalated', 'the remedy made things worse and was undone'),
        journalOf(told),
      );
    }
    case 'notRecovered': {
      const failed = settled(told, context, { status: 'failed', reason: 'it did not help' });
      if (!isLastStep(failed)) return undone(failed, context);
      return undoOrLearn(
        withOutcome(failed, 'escalated', 'the rollback did not help and was undone'),
        journalOf(failed),
      );
    }
    case 'inconclusive':
    case 'unreadable': {
      const reason = `could not be verified (${verdict}${whatWasMissing(input, context, since)})`;
      return undone(withOutcome(settled(told, context, { status: 'censored', reason }), 'escalated', reason), context);
    }
  }
}

/** Lines of one reason. Missing readings come first, and one is usually enough. */
const MISSING_LINES_MAX = 3;

function whatWasMissing({ judgement }: Judged, { now }: StepContext, since: number): string {
  const { missing = [] } = judgement;
  if (missing.length === 0) return '';
  return ` after ${Math.round((now - since) / 60_000)} minutes: ${missing.slice(0, MISSING_LINES_MAX).join('; ')}`;
}

function onRecovered(incident: Incident, context: StepContext): Incident {
  const attempt = currentAttempt(incident);
  const healed = settled(incident, context, { status: 'succeeded', reason: 'verified' });
  const helped = `${attempt.remedy} helped; verified over ${context.runbook.verification.goodPeriods} periods`;
  return withOutcome(healed, healedAs(incident), `${helped}${againLately(incident)}`);
}

/** Neither credit nor blame for a recovery without the remedy. */
function onItself(incident: Incident, context: StepContext): Incident {
  const reason = 'it was over before the remedy could have had any effect';
  return withOutcome(settled(incident, context, { status: 'censored', reason }), 'self-recovered', reason);
}

/** For a heal that is not the first of its kind within a day. */
function againLately({ healsBefore = 0 }: Incident): string {
  return healsBefore === 0 ? '' : `; heal number ${healsBefore + 1} of this failure within a day`;
}

/** Undone where the runbook allows it; replaced tasks, for example, need no undo. */
function undone(incident: Incident, context: StepContext): Incident {
  const attempt = currentAttempt(incident);
  const step: RemedyStep | undefined = context.runbook.remedies.find(({ remedy }) => remedy === attempt.remedy);
  return step?.undo === 'restore' ? undoOrLearn(incident, attempt.journal) : learn(incident);
}

function journalOf(incident: Incident) {
  return currentAttempt(incident).journal;
}

/** Share of the time since the action after which it looks again. */
const CHECK_AGAIN_SHARE = 1 / 3;

/**
 * Not before recovery can show; then once a period, because metrics are no faster; and rarer with time: after five
 * minutes without recovery it matters little whether the next look is at eight or nine.
 */
function nextCheck(context: StepContext, since: number): number {
  const pause = Math.max(context.service.periodSeconds * 1_000, (context.now - since) * CHECK_AGAIN_SHARE);
  return Math.max(firstLook(context, since), context.now + pause);
}
