/**
 * A heal is provisional: the same failure within the relapse window says that it was none, and its credit is taken back.
 * What stands when the window ends is confirmed by that alone. Pure; the record of the service remembers recent heals.
 */
import type { Heal, Relapse } from './heal.ts';
import type { Incident } from './incident.ts';
import type { ServiceRecord } from './service-record.ts';
import type { AttemptResult } from '../memory/results.ts';
import { wasHealed } from '../vocabulary.ts';
import { PLAIN } from '../memory/context.ts';

/** A failure that is back sooner was not cured. Cluster API takes an hour as well, Kubernetes ten minutes. */
export const RELAPSE_MINUTES = 60;
/** Returns are counted over a day: a leak that fills up every night is one failure. */
const RETURNS_HOURS = 24;
/** From this heal of the same failure within a day on, the cause is a person's to find, however well the remedy works. */
const RECURRING_HEALS = 3;
/** Recent heals remembered of a service; limits allow far fewer in a day. */
const HEALS_MAX = 20;

/** The record with the heal the incident ended in; the same record when it was not healed by an attempt. */
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

/** Whether a failure that begins at `now` (ms) is a return, and of which heal. */
export function relapseOf({ heals }: ServiceRecord, failureType: string, now: number): Relapse | undefined {
  const ofType = heals.filter((heal) => heal.failureType === failureType);
  const last = ofType.at(-1);
  if (last === undefined || last.relapsedAt !== undefined || last.takenBack === true) return undefined;
  if (now - last.at > RELAPSE_MINUTES * 60_000) return undefined;
  const since = dayBefore(now);
  const before = ofType.filter(({ relapsedAt }) => relapsedAt !== undefined && relapsedAt >= since);
  return { of: last, returns: before.length + 1 };
}

/** How often the same failure was healed within the day before `now` (ms), whether that lasted or not. */
export function healsWithinADay({ heals }: ServiceRecord, failureType: string, now: number): number {
  return heals.filter((heal) => heal.failureType === failureType && heal.at >= dayBefore(now)).length;
}

/** What to call the end of an incident that a remedy ended: a failure that is healed again and again is not cured. */
export function healedAs({ healsBefore = 0 }: Pick<Incident, 'healsBefore'>): 'healed' | 'recurring' {
  return healsBefore + 1 >= RECURRING_HEALS ? 'recurring' : 'healed';
}

function dayBefore(now: number): number {
  return now - RETURNS_HOURS * 3_600_000;
}

/** The record that knows of the return, so that it is counted once. */
export function withRelapse(record: ServiceRecord, { of }: Relapse, now: number): ServiceRecord {
  const same = (heal: Heal) => heal.incidentId === of.incidentId && heal.attempt === of.attempt;
  return { ...record, heals: record.heals.map((heal) => (same(heal) ? { ...heal, relapsedAt: now } : heal)) };
}

/** The record that knows which heals of the incident a person had undone; the same record when nothing changes. */
export function withHealsTakenBack(record: ServiceRecord, { id, leftovers = [] }: Incident): ServiceRecord {
  const gone = (heal: Heal) =>
    heal.incidentId === id &&
    heal.takenBack !== true &&
    leftovers.some(({ attempt, undoResult }) => attempt === heal.attempt && undoResult?.done === true);
  if (!record.heals.some(gone)) return record;
  return { ...record, heals: record.heals.map((heal) => (gone(heal) ? { ...heal, takenBack: true } : heal)) };
}

/** The result that memory counted for a heal of this service: what has to be taken back. */
export function creditOf(service: string, { relapsedAt: _, takenBack: _undone, ...heal }: Heal): AttemptResult {
  return { ...heal, service, status: 'succeeded', harmful: false };
}

/**
 * How long a success took, as memory counts it. Never less than nothing: two Lambdas whose clocks disagree would make a
 * sum negative, which memory takes for damaged, and a remedy's whole experience would be lost to one wrong clock.
 */
export function minutesBetween(startedAt: number, endedAt: number): number {
  return Math.max(0, endedAt - startedAt) / 60_000;
}
