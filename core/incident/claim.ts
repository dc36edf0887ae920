/**
 * A claim: an incident that an application's own signal opened. Any application may put such an event, so it stays a
 * claim until a measure of the healer confirms it (`decide/corroboration.ts`). Until then the healer does nothing for
 * it: it is not the service's open incident, and it counts nowhere as a failure (storms, limits, memory, health).
 */
import { healsWithinADay, relapseOf, withRelapse } from './relapse.ts';
import type { CustomSignal, Signal } from '../signal/signal.ts';
import type { Incident } from './incident.ts';
import { withFailureBegun } from './release-record.ts';
import { withHealth, type ServiceRecord } from './service-record.ts';

/** Minutes. A claim that is recorded as open for longer has lost its execution, so the next claim opens anew. */
const CLAIM_MINUTES_MAX = 60;

/** Hours in which people are told once about unconfirmed claims of a source, however many come. */
export const CLAIM_NOTICE_HOURS = 6;

/** Whether only an application's word reports the failure. */
export function isUnconfirmed({ claim }: Pick<Incident, 'claim'>): boolean {
  return claim !== undefined && claim.confirmedBy === undefined;
}

/** The incident of the claim about the service that is open at `now`; undefined without one. */
export function openClaim({ claim }: ServiceRecord, now: number): string | undefined {
  const open = claim !== undefined && claim.endedAt === undefined && now < claim.at + CLAIM_MINUTES_MAX * 60_000;
  return open ? claim.incidentId : undefined;
}

/** Hours for which the next claim looks at the end of the one before. The sweep looks back as far. */
const CLAIM_BEFORE_HOURS = 24;

/**
 * The incident of the claim that the next one replaces in the record; only that next one can still find it. Undefined
 * without one, or where it is too old to matter.
 */
export function claimBefore(record: ServiceRecord, now: number): string | undefined {
  const { claim } = record;
  if (claim === undefined || openClaim(record, now) !== undefined) return undefined;
  return now < claim.at + CLAIM_BEFORE_HOURS * 3_600_000 ? claim.incidentId : undefined;
}

/** Whether two signals belong to one claim: same source and same failure. */
function isSameClaim(one: CustomSignal, other: CustomSignal): boolean {
  // Earlier versions recorded no source.
  const sameSource = one.source === undefined || other.source === undefined || one.source === other.source;
  return sameSource && one.failureType === other.failureType;
}

function customOf(signals: readonly Signal[]): readonly CustomSignal[] {
  return signals.filter((signal) => signal.kind === 'custom');
}

function saysOver(claim: CustomSignal, said: readonly CustomSignal[]): boolean {
  return said.findLast((one) => isSameClaim(one, claim))?.state === 'OK';
}

/** Whether the source that reported the failure has since reported that it is over. Other sources do not count. */
export function isTakenBack({ trigger }: Pick<Incident, 'trigger'>, signals: readonly Signal[]): boolean {
  return trigger.kind === 'custom' && saysOver(trigger, customOf(signals));
}

/**
 * The claims in the incident that no source took back, each as an incident that it would have opened: its own first,
 * then those that joined. So an open claim does not hide another source or another failure.
 * @param signals of the incident, oldest first
 */
export function standingClaims(incident: Incident, signals: readonly Signal[]): readonly Incident[] {
  const { trigger, claim } = incident;
  if (trigger.kind !== 'custom' || claim === undefined) return [];
  const said = customOf(signals);
  const standing: CustomSignal[] = [];
  for (const one of [trigger, ...said]) {
    if (one.state === 'OK' || saysOver(one, said) || standing.some((other) => isSameClaim(one, other))) continue;
    standing.push(one);
  }
  return standing.map((one) =>
    isSameClaim(one, trigger)
      ? incident
      : {
          ...incident,
          trigger: one,
          failureType: one.failureType,
          claim: { ...claim, source: one.source ?? 'unknown' },
        },
  );
}

/** The incident after a measure confirmed its claim: from now on an incident like any other. */
export function confirmedClaim(
  incident: Incident,
  record: ServiceRecord,
  by: Pick<Incident, 'alarms'> & { readonly words: string; readonly now: number },
): Incident {
  const { claim, failureType } = incident;
  if (claim === undefined) throw new Error(`incident ${incident.id} is no claim`);
  const relapse = relapseOf(record, failureType, by.now);
  const healsBefore = healsWithinADay(record, failureType, by.now);
  const { queuedAt: _waited, ...rest } = incident;
  return {
    ...rest,
    claim: { ...claim, confirmedBy: by.words },
    alarms: by.alarms,
    health: 'Degraded',
    ...(relapse !== undefined && { relapse }),
    ...(healsBefore > 0 && { healsBefore }),
  };
}

/**
 * The incident that looks after the claimed failure already: another open one of the service, or one that watches its
 * restored toggle, and flips it again if the failure is back. Undefined without one.
 */
export function lookedAfterBy(
  { openIncidentId, probe }: ServiceRecord,
  { id, failureType }: Pick<Incident, 'id' | 'failureType'>,
  now: number,
): string | undefined {
  if (openIncidentId !== undefined) return openIncidentId === id ? undefined : openIncidentId;
  return probe !== undefined && probe.failureType === failureType && now < probe.until ? probe.incidentId : undefined;
}

/** The record with the confirmed claim as its open incident; undefined where another incident looks after it. */
export function recordAfterConfirming(
  record: ServiceRecord,
  incident: Incident,
  now: number,
): ServiceRecord | undefined {
  if (record.openIncidentId === incident.id) return record;
  if (lookedAfterBy(record, incident, now) !== undefined) return undefined;
  const known = incident.relapse === undefined ? record : withRelapse(record, incident.relapse, now);
  const why = incident.claim?.confirmedBy ?? incident.trigger.summary;
  const degraded = withHealth(known, { at: now, to: incident.health, incidentId: incident.id, why });
  return {
    ...withClaimEnded(withFailureBegun(degraded, incident), incident, now),
    openIncidentId: incident.id,
    signalCount: incident.signalsSeen,
    joined: 0,
  };
}

/** The record after this claim ended; the same record when it holds another one. */
export function withClaimEnded(record: ServiceRecord, { id }: Pick<Incident, 'id'>, at: number): ServiceRecord {
  const { claim } = record;
  if (claim?.incidentId !== id || claim.endedAt !== undefined) return record;
  return { ...record, claim: { ...claim, endedAt: at } };
}
