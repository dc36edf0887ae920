/**
 * What one write of an incident adds to the metrics: the difference between the incident as read and as written.
 * Because it compares stored states, and does not count calls of stages, every incident counts in exactly one outcome,
 * whether it is closed, abandoned, reaped or found silent.
 */
import type { Decision, Incident } from '../incident/incident.ts';
import { wasHealed } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import { NO_REMEDY, type Measurement } from './metrics.ts';

/** The measurements of the step from `before`, as read, to `after`, as written. */
export function measure(before: Incident, after: Incident): readonly Measurement[] {
  return [...latency(before, after), ...withheld(before, after), ...attempts(before, after), ...ending(before, after)];
}

function latency(before: Incident, after: Incident): readonly Measurement[] {
  const [first] = after.decisions;
  if (before.decisions.length > 0 || first === undefined) return [];
  // Against clocks ahead of ours: a decision is never earlier than its signal.
  return [{ name: 'DecisionLatency', value: Math.max(0, first.at - arrivedAt(after)), dimensions: {} }];
}

/**
 * AWS dates its events when they happen; an application's own time says nothing about the healer. What the sweep finds
 * is late by nature, and has its own metric.
 */
function arrivedAt({ trigger, openedAt }: Incident): number {
  const found = trigger.kind === 'alarm' && trigger.foundBySweep === true;
  return trigger.kind === 'custom' || found ? openedAt : trigger.at;
}

function withheld(before: Incident, after: Incident): readonly Measurement[] {
  const known = new Set(before.decisions);
  const decided = after.decisions.filter((decision) => !known.has(decision)).flatMap(holdsOf);
  const stopped = after.attempts.flatMap(({ number, holds = [] }) => {
    const counted = before.attempts.find((attempt) => attempt.number === number)?.holds !== undefined;
    return counted ? [] : holds;
  });
  const reasons = [...decided, ...stopped].map(({ reason }) => reason).filter((reason) => reason !== 'alarm-cleared');
  return [...new Set(reasons)].map((reason) => ({ name: 'Withheld', value: 1, dimensions: { Reason: reason } }));
}

/** The holds of a decision to act are those of the other remedies; a recovery has no heal to hold. */
function holdsOf({ kind, holds }: Decision): readonly Hold[] {
  return kind === 'act' || kind === 'recovered' ? [] : holds;
}

function attempts(before: Incident, { attempts: all, failureType }: Incident): readonly Measurement[] {
  return all
    .slice(before.attempts.length)
    .map(({ remedy }) => ({ name: 'Attempts', value: 1, dimensions: { FailureType: failureType, Remedy: remedy } }));
}

function ending(before: Incident, after: Incident): readonly Measurement[] {
  const { phase, outcome, closedAt, onsetAt } = after;
  if (before.phase === 'closed' || phase !== 'closed' || outcome === undefined || closedAt === undefined) return [];
  const FailureType = after.failureType;
  const Remedy = after.attempts.at(-1)?.remedy ?? NO_REMEDY;
  const counted: Measurement = { name: 'Outcomes', value: 1, dimensions: { FailureType, Remedy, Outcome: outcome } };
  const dimensions = { FailureType };
  if (wasHealed(outcome)) {
    return [counted, { name: 'TimeToRecovery', value: Math.max(0, closedAt - onsetAt) / 1_000, dimensions }];
  }
  const byItself = outcome === 'self-recovered' && after.decisions.at(-1)?.recoveredWith === undefined;
  return byItself ? [counted, { name: 'FalsePositives', value: 1, dimensions }] : [counted];
}
