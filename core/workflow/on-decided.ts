/**
 * The step after a decision: act, wait for the group's turn, or end. A denied reservation changes the decision, and the
 * changed one is stored.
 */
import { REMINDER_MINUTES } from '../people/approval.ts';
import type { Ask } from '../incident/ask.ts';
import { healedAs } from '../incident/relapse.ts';
import { explain } from '../decide/explain.ts';
import { isUnconfirmed } from '../incident/claim.ts';
import type { Decision, Incident } from '../incident/incident.ts';
import { HOLD_RULES, QUEUE_MINUTES_MAX } from '../holds/reasons.ts';
import { decidingHold, outlastsQueue, passesWithinMinutes } from '../holds/waiting.ts';
import type { ActionKind, Outcome, Tier } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import { approvalMessage } from '../notify/approval-message.ts';
import { stormMessage } from '../notify/storm-message.ts';
import type { Command } from '../incident/command.ts';
import type { StepContext, StepInput } from '../transitions/inputs.ts';
import { announcedFirst, conclude, noted, waitUntil, withOutcome } from '../transitions/transitions.ts';

/** Seconds between looks for an answer: each look costs three transitions, and people take minutes. */
const ASK_PERSON_SECONDS = 20;

/** A waiting heal asks again soon at first, then rarely: each time costs three transitions; a heal takes minutes. */
const ASK_SECONDS_MIN = 10;
/** An important service asks more often, so it is more often the first when a place becomes free. */
const ASK_SECONDS_MAX: Readonly<Record<Tier, number>> = { critical: 30, standard: 60, batch: 90 };
const ASK_IN_STORM_SECONDS = 240;
/** Decisions kept on an incident: three remedies and their refusals, not an endless queue. */
const DECISIONS_MAX = 12;

type Decided = Extract<StepInput, { kind: 'decided' }>;

export function onDecided(incident: Incident, input: Decided, context: StepContext): Incident {
  const after = answered(incident, input, context);
  const notice = input.storm?.notice;
  if (notice === undefined) return after;
  const message = stormMessage(after, context.runbook, notice);
  return { ...after, announced: true, command: { kind: 'announce', message, next: unannounced(after.command) } };
}

/** The storm's message replaces the incident's own first one. Questions are still asked. */
function unannounced(command: Command): Command {
  return command.kind === 'announce' && command.message.attributes.outcome !== 'approval' ? command.next : command;
}

function answered(incident: Incident, input: Decided, context: StepContext): Incident {
  const { storm: _earlier, ...known } = incident;
  const seen: Incident = {
    ...known,
    ...(input.storm === undefined ? {} : { storm: input.storm.since }),
    alarms: input.alarms,
    before: incident.attempts.length === 0 ? input.before : incident.before,
    // Not while it waits, because the signs may have been unreadable: the context is the one in which it acts.
    ...(input.decision.kind !== 'wait' && { context: incident.context ?? input.decision.context }),
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
      if (isUnconfirmed(kept)) return end(inSilence(kept), context, { outcome: 'unconfirmed', reason });
      return end(kept, context, { outcome: healedBefore(kept) ? healedAs(kept) : 'self-recovered', reason });
    case 'ask':
      // Only the first decision to ask is kept: later ones only look for the answer.
      return askPerson(decision.chosen === seen.ask?.remedy ? seen : kept, decision, context);
    case 'hold':
      return end(kept, context, { outcome: 'held', reason });
    case 'wait': {
      const deciding = decidingHold(decision.holds);
      if (deciding === undefined) throw new Error('a decision to wait needs a reason');
      return onDenied(seen, decision, deciding, context);
    }
    case 'page':
      return end(kept, context, { outcome: 'escalated', reason });
  }
}

/** Asks once, and once more after half the time; looks for the answer in between. It holds no lease meanwhile. */
function askPerson(incident: Incident, { chosen, askTarget: target }: Decision, context: StepContext): Incident {
  if (chosen === undefined || chosen === 'page') throw new Error('a decision to ask needs a remedy');
  const { now } = context;
  const before = incident.ask?.remedy === chosen ? incident.ask : undefined;
  const ask: Ask = before ?? { remedy: chosen, ...(target !== undefined && { target }), askedAt: now };
  const remind =
    before !== undefined && before.remindedAt === undefined && now - ask.askedAt >= REMINDER_MINUTES * 60_000;
  const next = waitUntil(now + ASK_PERSON_SECONDS * 1_000, { kind: 'decide' });
  if (before !== undefined && !remind) return { ...incident, ask, health: 'Failing', command: next };
  const asked: Incident = {
    ...incident,
    ask: remind ? { ...ask, remindedAt: now } : ask,
    health: 'Failing',
    announced: true,
  };
  const message = approvalMessage(asked, context.runbook, { ask, reminder: remind });
  const text = remind ? `asked a second time: may I use ${chosen}?` : `asked a person: may I use ${chosen}?`;
  return { ...noted(asked, now, text), command: { kind: 'announce', message, next } };
}

function startAttempt(incident: Incident, { act, decision }: Decided, context: StepContext): Incident {
  if (act === undefined) throw new Error('a decision to act needs a plan and a reservation');
  const remedy: ActionKind = act.plan.kind;
  const attempt = {
    number: incident.attempts.length + 1,
    remedy,
    startedAt: context.now,
    status: 'pending' as const,
    ...(decision.approved === true && { approved: true }),
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
  const minutesMax = passesWithinMinutes(denied.reason);
  // After a storm, or another hold that outlasts the queue, its turn in the queue begins anew.
  const outlasts = outlastsQueue(minutesMax);
  const queuedAt = outlasts ? context.now : (incident.queuedAt ?? context.now);
  const since = outlasts ? incident.openedAt : queuedAt;
  const expired = minutesMax !== undefined && context.now - since >= minutesMax * 60_000;
  if (minutesMax === undefined || expired) {
    const detail = `waited ${minutesMax} minutes: ${denied.detail}`;
    const hold: Hold = expired ? { reason: 'queue-expired', detail } : denied;
    const kept = keep(incident, withHold(decision, 'page', hold));
    const outcome = isUnconfirmed(kept) ? 'unconfirmed' : 'escalated';
    return end(kept, context, { outcome, reason: hold.detail });
  }
  const waiting: Incident = { ...incident, queuedAt, health: 'Failing' };
  if (incident.queuedAt !== undefined) {
    return { ...waiting, command: waitUntil(askAgainAt(since, denied, context), { kind: 'decide' }) };
  }
  // Only the first wait is kept and reported.
  const kept = noted(keep(waiting, withHold(decision, 'wait', denied)), context.now, `waits: ${denied.detail}`);
  return announcedFirst(kept, context, waitUntil(askAgainAt(since, denied, context), { kind: 'decide' }));
}

/** Not before the time that the hold names. In a storm, seldom: a thousand services must not ask at once. */
function askAgainAt(since: number, { reason, until }: Hold, { now, service }: StepContext): number {
  const waitedSoFar = now - since;
  const least = HOLD_RULES[reason].category === 'storm' ? ASK_IN_STORM_SECONDS : ASK_SECONDS_MIN;
  const most = Math.max(least, ASK_SECONDS_MAX[service.tier]);
  const usual = now + Math.min(most * 1_000, Math.max(least * 1_000, waitedSoFar));
  const expires = since + QUEUE_MINUTES_MAX * 60_000;
  return HOLD_RULES[reason].mayEndSooner === true || until === undefined
    ? usual
    : Math.max(usual, Math.min(until, expires));
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
  return conclude(noted(ended, context.now, `${outcome}: ${reason}`));
}

/** A claim that was taken back, or that another incident looks after, leaves people nothing to do. */
function inSilence(incident: Incident): Incident {
  return incident.claim === undefined ? incident : { ...incident, claim: { ...incident.claim, quiet: true } };
}

function healedBefore(incident: Incident): boolean {
  return incident.attempts.some(({ status }) => status === 'succeeded');
}
