/**
 * After a decision: act on it, wait for the group's turn, or end. A reservation that was denied changes the decision,
 * and the changed decision is the one that is kept.
 */
import { healedAs } from '../memory/relapse.ts';
import { explain } from '../decide/explain.ts';
import type { Decision, Incident } from '../incident/incident.ts';
import { QUEUE_MINUTES_MAX } from '../limits/queue.ts';
import type { ActionKind, Hold, Outcome } from '../vocabulary.ts';
import type { StepContext, StepInput } from './inputs.ts';
import { announcedFirst, conclude, noted, waitUntil, withOutcome } from './transitions.ts';

/** A waiting heal asks again soon at first, then rarely: each time costs three transitions, and a heal takes minutes. */
const ASK_SECONDS_MIN = 10;
const ASK_SECONDS_MAX = 90;
/** Decisions kept on an incident: three remedies and their refusals, not an endless queue. */
const DECISIONS_MAX = 12;

type Decided = Extract<StepInput, { kind: 'decided' }>;

export function onDecided(incident: Incident, input: Decided, context: StepContext): Incident {
  const seen: Incident = {
    ...incident,
    alarms: input.alarms,
    before: incident.attempts.length === 0 ? input.before : incident.before,
    context: incident.context ?? input.decision.context,
    signalsSeen: input.signalsSeen,
  };
  if (input.denied !== undefined) return onDenied(seen, input.decision, input.denied, context);
  const { decision } = input;
  const kept = keep(seen, decision);
  const reason = decision.holds.map(({ detail }) => detail).join('; ');
  switch (decision.kind) {
    case 'act':
      return startAttempt(kept, input, context);
    case 'recovered':
      return end(kept, context, { outcome: healedBefore(kept) ? healedAs(kept) : 'self-recovered', reason });
    case 'hold':
      return end(kept, context, { outcome: 'held', reason });
    case 'wait': {
      const [first] = decision.holds;
      if (first === undefined) throw new Error('a decision to wait needs a reason');
      return onDenied(seen, decision, first, context);
    }
    case 'page':
      return end(kept, context, { outcome: 'escalated', reason });
  }
}

function startAttempt(incident: Incident, { act, decision }: Decided, context: StepContext): Incident {
  if (act === undefined) throw new Error('a decision to act needs a plan and a reservation');
  const remedy: ActionKind = act.plan.kind;
  const attempt = {
    number: incident.attempts.length + 1,
    remedy,
    startedAt: context.now,
    status: 'pending' as const,
    journal: { plan: act.plan, moves: [] },
  };
  const { queuedAt: _waited, ...rest } = incident;
  const started: Incident = {
    ...rest,
    phase: 'acting',
    health: 'Recovering',
    reservation: act.reservation,
    attempts: [...incident.attempts, attempt],
  };
  const plan = decision.candidates.find((candidate) => candidate.remedy === remedy)?.plan ?? remedy;
  return announcedFirst(noted(started, context.now, `decided: ${plan}`), context, {
    kind: 'act',
    remedy,
    operation: 'apply',
  });
}

function onDenied(incident: Incident, decision: Decision, denied: Hold, context: StepContext): Incident {
  const queuedAt = incident.queuedAt ?? context.now;
  const expired = context.now - queuedAt >= QUEUE_MINUTES_MAX * 60_000;
  const passes = decision.kind === 'wait' || denied.reason === 'group-busy' || denied.reason === 'limits-unreadable';
  if (!passes || expired) {
    const detail = `waited ${QUEUE_MINUTES_MAX} minutes: ${denied.detail}`;
    const hold: Hold = expired ? { reason: 'queue-expired', detail } : denied;
    const kept = keep(incident, withHold(decision, 'page', hold));
    return end(kept, context, { outcome: 'escalated', reason: hold.detail });
  }
  const waiting: Incident = { ...incident, queuedAt, health: 'Failing' };
  if (incident.queuedAt !== undefined) {
    return { ...waiting, command: waitUntil(askAgainAt(queuedAt, context.now), { kind: 'decide' }) };
  }
  // Only the first wait is kept and told: asking again every few seconds is no news.
  const kept = noted(keep(waiting, withHold(decision, 'wait', denied)), context.now, `waits: ${denied.detail}`);
  return announcedFirst(kept, context, waitUntil(askAgainAt(queuedAt, context.now), { kind: 'decide' }));
}

function askAgainAt(queuedAt: number, now: number): number {
  const waitedSoFar = now - queuedAt;
  return now + Math.min(ASK_SECONDS_MAX * 1_000, Math.max(ASK_SECONDS_MIN * 1_000, waitedSoFar));
}

function withHold(decision: Decision, kind: 'page' | 'wait', hold: Hold): Decision {
  const changed = { ...decision, kind, chosen: 'page' as const, holds: [hold] };
  return { ...changed, why: explain(changed) };
}

function keep(incident: Incident, decision: Decision): Incident {
  return { ...incident, decisions: [...incident.decisions, decision].slice(-DECISIONS_MAX) };
}

interface Ending {
  readonly outcome: Exclude<Outcome, 'failed'>;
  readonly reason: string;
}

function end(incident: Incident, context: StepContext, { outcome, reason }: Ending): Incident {
  const ended = withOutcome(incident, outcome, reason);
  return conclude(noted(ended, context.now, `${outcome}: ${reason}`), context);
}

function healedBefore(incident: Incident): boolean {
  return incident.attempts.some(({ status }) => status === 'succeeded');
}
