/**
 * A claim: the incident that an application's own signal opened. Whoever may put events can make one, so it is nothing
 * but a claim until a measure of the healer's own agrees: it holds no place in the record of its service, counts as no
 * failure anywhere (storms, limits, memory, health), and nothing is done for it. What agrees is in `decide/corroboration.ts`.
 */
import { healsWithinADay, relapseOf, withRelapse } from './relapse.ts';
import type { CustomSignal, Signal } from '../signal/signal.ts';
import type { Incident } from './incident.ts';
import { withFailureBegun } from './release-record.ts';
import { withHealth } from './service-record.ts';
import type { ServiceRecord } from './service-record.ts';

/** A claim of which the record says for longer that it is open is one whose execution died: the next one opens anew. */
const CLAIM_MINUTES_MAX = 60;

/** Hours in which people are told of one claim of a source that nothing agreed with: a flood of them is one message. */
export const CLAIM_NOTICE_HOURS = 6;

/** Whether nothing but an application's word says that there is a failure. */
export function isUnconfirmed({ claim }: Pick<Incident, 'claim'>): boolean {
  return claim !== undefined && claim.confirmedBy === undefined;
}

/** The claim about the service that is open at `now`, by its incident; undefined when none is. */
export function openClaim({ claim }: ServiceRecord, now: number): string | undefined {
  const open = claim !== undefined && claim.endedAt === undefined && now < claim.at + CLAIM_MINUTES_MAX * 60_000;
  return open ? claim.incidentId : undefined;
}

/** Hours in which the next claim looks at how the one before it ended; the sweep looks back as far. */
const CLAIM_BEFORE_HOURS = 24;

/**
 * The claim whose place in the record the next one takes, by its incident: nothing finds it from then on. Undefined where
 * there is none, or it is too old to say anything of.
 */
export function claimBefore(record: ServiceRecord, now: number): string | undefined {
  const { claim } = record;
  if (claim === undefined || openClaim(record, now) !== undefined) return undefined;
  return now < claim.at + CLAIM_BEFORE_HOURS * 3_600_000 ? claim.incidentId : undefined;
}

/** Whether two signals are of one claim: what a source says of another failure, or another source says, is another one. */
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

/** Whether who reported the failure said last that it is over. What anybody else says takes nothing back. */
export function isTakenBack({ trigger }: Pick<Incident, 'trigger'>, signals: readonly Signal[]): boolean {
  return trigger.kind === 'custom' && saysOver(trigger, customOf(signals));
}

/**
 * The incident as each claim that stands would have opened it: its own first, then those that joined it and that nobody has
 * looked at. One that is open must not keep another source, or another failure, from being heard. Empty where all were
 * taken back.
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

/** The incident once a measure agreed: from then on it is one like any other. */
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
 * The incident that looks after what is claimed anyway: another open one of the service, or one whose toggle is being tried
 * without its flip, which is flipped again when the failure is back. Undefined where there is none.
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

/** The record that knows that this claim waits no longer; the same record when it is about another. */
export function withClaimEnded(record: ServiceRecord, { id }: Pick<Incident, 'id'>, at: number): ServiceRecord {
  const { claim } = record;
  if (claim?.incidentId !== id || claim.endedAt !== undefined) return record;
  return { ...record, claim: { ...claim, endedAt: at } };
}
