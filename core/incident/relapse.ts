/**
 * A heal is provisional: if the same failure returns within the relapse window, memory takes its success back. A heal
 * without a relapse by then counts for good. Pure; the service's record remembers recent heals.
 */
import type { Heal, Relapse } from './heal.ts';
import type { Incident } from './incident.ts';
import type { ServiceRecord } from './service-record.ts';
import type { AttemptResult } from '../memory/results.ts';
import { wasHealed } from '../vocabulary.ts';
import { PLAIN } from '../memory/context.ts';

/** A failure that returns within this time was not cured. Cluster API also takes an hour, Kubernetes ten minutes. */
export const RELAPSE_MINUTES = 60;
/** Relapses are counted over a day: a leak that fills up every night is one failure. */
const RETURNS_HOURS = 24;
/** From this many heals of a failure within a day on, a person should find the cause, however well the remedy works. */
const RECURRING_HEALS = 3;
/** Recent heals kept of a service. The limits allow far fewer in a day. */
const HEALS_MAX = 20;

/** The record with the heal that ended the incident; the same record when no attempt healed it. */
export function withHealOf(record: ServiceRecord, incident: Incident): ServiceRecord {
  const heal = healOf(incident);
  return heal === undefined ? record : { ...record, heals: [...record.heals, heal].slice(-HEALS_MAX) };
}

function healOf({ id, failureType, context = PLAIN, outcome, attempts }: Incident): Heal | undefined {
  const last = attempts.at(-1);
  if (!wasHealed(outcome) || last?.status !== 'succeeded' || last.endedAt === undefined) return undefined;
  const { number: attempt, remedy, startedAt, endedAt } = last;
  return {
    incidentId: id,
    attempt,
    failureType,
    context,
    remedy,
    at: endedAt,
    minutes: minutesBetween(startedAt, endedAt),
  };
}

/** The relapse that a failure at `now` (ms) is; undefined for a new failure. */
export function relapseOf({ heals }: ServiceRecord, failureType: string, now: number): Relapse | undefined {
  const ofType = heals.filter((heal) => heal.failureType === failureType);
  const last = ofType.at(-1);
  if (last === undefined || last.relapsedAt !== undefined || last.takenBack === true) return undefined;
  if (now - last.at > RELAPSE_MINUTES * 60_000) return undefined;
  const since = dayBefore(now);
  const before = ofType.filter(({ relapsedAt }) => relapsedAt !== undefined && relapsedAt >= since);
  return { of: last, returns: before.length + 1 };
}

/** Heals of the same failure within the day before `now` (ms), lasting or not. */
export function healsWithinADay({ heals }: ServiceRecord, failureType: string, now: number): number {
  return heals.filter((heal) => heal.failureType === failureType && heal.at >= dayBefore(now)).length;
}

/** The outcome of an incident that a remedy ended: `recurring` from the third heal within a day on. */
export function healedAs({ healsBefore = 0 }: Pick<Incident, 'healsBefore'>): 'healed' | 'recurring' {
  return healsBefore + 1 >= RECURRING_HEALS ? 'recurring' : 'healed';
}

function dayBefore(now: number): number {
  return now - RETURNS_HOURS * 3_600_000;
}

/** The record with the relapse, so that it counts once. */
export function withRelapse(record: ServiceRecord, { of }: Relapse, now: number): ServiceRecord {
  const same = (heal: Heal) => heal.incidentId === of.incidentId && heal.attempt === of.attempt;
  return { ...record, heals: record.heals.map((heal) => (same(heal) ? { ...heal, relapsedAt: now } : heal)) };
}

/** The record with the incident's heals that a person had undone; the same record when nothing changes. */
export function withHealsTakenBack(record: ServiceRecord, { id, leftovers = [] }: Incident): ServiceRecord {
  const gone = (heal: Heal) =>
    heal.incidentId === id &&
    heal.takenBack !== true &&
    leftovers.some(({ attempt, undoResult }) => attempt === heal.attempt && undoResult?.done === true);
  if (!record.heals.some(gone)) return record;
  return { ...record, heals: record.heals.map((heal) => (gone(heal) ? { ...heal, takenBack: true } : heal)) };
}

/** The result that memory counted for a heal, to be taken back. */
export function creditOf(service: string, { relapsedAt: _, takenBack: _undone, ...heal }: Heal): AttemptResult {
  return { ...heal, service, status: 'succeeded', harmful: false };
}

/**
 * Minutes that a success took. At least zero: clocks that disagree would make a negative sum, which memory rejects as
 * damaged, and the remedy's experience would be lost.
 */
export function minutesBetween(startedAt: number, endedAt: number): number {
  return Math.max(0, endedAt - startedAt) / 60_000;
}
