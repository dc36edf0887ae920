/**
 * Limits of one service besides its runbook's window: attempts within a day, a pause between heals that doubles, and
 * repetitions of one remedy. All of them follow from one log of attempts.
 */
import { changedBy, type ActionKind, type Change } from '../vocabulary.ts';
import type { Hold } from '../holds/hold.ts';
import type { AttemptLog, LoggedAttempt } from './attempts-window.ts';
import type { ServicePolicy } from './policy.ts';

export interface ServiceRequest {
  readonly incidentId: string;
  readonly remedy: ActionKind;
  readonly policy: ServicePolicy;
  readonly now: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY_HOURS = 24;
/** After this time without a heal the next pause is the shortest again. */
const FORGET_MINUTES = 60;
/** Disruptive changes, each with a limit for a whole day and a remedy. */
const PER_DAY: Readonly<Partial<Record<Change, number>>> = { release: 1, toggle: 2 };

/** Why one more attempt is too much; undefined when it is not. */
export function serviceHold(log: AttemptLog, request: ServiceRequest): Hold | undefined {
  return dayHold(log, request) ?? gapHold(log, request) ?? repeatedHold(log, request);
}

function dayHold(log: AttemptLog, { policy, now }: ServiceRequest): Hold | undefined {
  const recent = within(log, DAY_HOURS, now);
  if (recent.length < policy.attemptsPerDay) return undefined;
  const first = recent[recent.length - policy.attemptsPerDay];
  const detail = `${recent.length} attempts within a day, the limit is ${policy.attemptsPerDay}`;
  return { reason: 'attempts-exhausted', detail, ...(first !== undefined && { until: first.at + DAY_HOURS * HOUR }) };
}

/** Between incidents only: within one incident, the next remedy follows the failed one. */
function gapHold(log: AttemptLog, { incidentId, policy, now }: ServiceRequest): Hold | undefined {
  const last = log.at(-1);
  if (last === undefined || log.some(({ attemptId }) => attemptId.startsWith(`${incidentId}#`))) return undefined;
  const heals = healsInARow(log, now);
  const gap = policy.gapMinutes[Math.min(heals, policy.gapMinutes.length) - 1];
  if (gap === undefined || now >= last.at + gap * MINUTE) return undefined;
  const before = heals === 1 ? 'a heal' : `${heals} heals in a row`;
  return { reason: 'too-soon', detail: `after ${before} the next one waits ${gap} min`, until: last.at + gap * MINUTE };
}

/** Number of incidents healed with less than an hour between them, up to now. */
function healsInARow(log: AttemptLog, now: number): number {
  const incidents = new Set<string>();
  let next = now;
  for (const entry of log.toReversed()) {
    if (next - entry.at > FORGET_MINUTES * MINUTE) break;
    incidents.add(incidentOf(entry));
    next = entry.at;
  }
  return incidents.size;
}

/**
 * Why this remedy was used too often lately; undefined when it was not. Checked before the choice and when reserving.
 */
export function repeatedHold(
  log: AttemptLog,
  { remedy, policy, now }: Omit<ServiceRequest, 'incidentId'>,
): Hold | undefined {
  if (log.length === 0) return undefined;
  const perDay = PER_DAY[changedBy(remedy)];
  const same = log.filter((entry) => entry.remedy === remedy);
  return (
    moreThan(same, { count: policy.sameRemedyMax, hours: policy.sameRemedyHours, now }) ??
    (perDay === undefined ? undefined : moreThan(same, { count: perDay, hours: DAY_HOURS, now }))
  );
}

function moreThan(
  same: AttemptLog,
  { count, hours, now }: { readonly count: number; readonly hours: number; readonly now: number },
): Hold | undefined {
  if (same.length < count) return undefined;
  const recent = within(same, hours, now);
  const first = recent[recent.length - count];
  if (recent.length < count || first === undefined) return undefined;
  const detail = `${first.remedy} was used ${recent.length} times within ${hours} h here, the limit is ${count}`;
  return { reason: 'remedy-repeated', detail, until: first.at + hours * HOUR };
}

/** Entries later than `now` count too: a clock that is behind must not allow more. */
function within(log: AttemptLog, hours: number, now: number): AttemptLog {
  return log.filter(({ at }) => at > now - hours * HOUR);
}

function incidentOf({ attemptId }: LoggedAttempt): string {
  return attemptId.split('#')[0] ?? attemptId;
}
