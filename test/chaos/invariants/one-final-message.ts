/**
 * One message tells how an incident ended. Two are allowed only where the first was attacked, so that it was unknown whether it
 * had arrived. None is allowed only where the next incident of the service says it, where the page of a storm or the message
 * about another claim speaks for it, or where the world was unattended for hours and others took its place.
 */
import type { Incident } from '../../../core/incident/incident.ts';
import { SKEW_MS_MAX } from '../engine/lambda.ts';
import type { Ended } from '../record/effect.ts';
import type { Invariant } from './invariant.ts';

/** Where an attack leaves it open whether people were told. */
const TELLING = new Set(['NotifyEnd', 'MarkNotified', 'Reap', 'Sweep']);

export const oneFinalMessage: Invariant = {
  name: 'one-final-message',
  holds: 'every incident is told to have ended exactly once',
  watch: () => {
    const told = new Map<string, number>();
    const starts = new Map<string, number>();
    const excused = new Map<string, number>();
    const pages: number[] = [];
    const witnesses = new Set<string>();
    return (effect) => {
      if (effect.kind === 'fault' && effect.incidentId !== undefined) {
        const announcing = effect.state === 'Announce';
        const doubtful = TELLING.has(effect.state) || announcing || effect.fault === 'aborted';
        if (doubtful) count(excused, effect.incidentId);
      }
      // That it is over is told of every storm, also of one whose first message was lost.
      if (effect.kind === 'told' && effect.outcome === 'storm') {
        pages.push(effect.at);
        witnesses.add(effect.incidentId);
      }
      // Without a sweep no message tells of a storm whose witness died, or could not reach people.
      if (effect.kind === 'storm' && effect.level !== 'none' && !effect.swept) pages.push(effect.at);
      if (effect.kind === 'told') {
        const tellings = effect.message === 'start' ? starts : effect.message === 'end' ? told : undefined;
        if (tellings === undefined) return undefined;
        const times = count(tellings, effect.incidentId);
        const allowed = 1 + (excused.get(effect.incidentId) ?? 0);
        if (times > allowed) return `${effect.incidentId}: ${effect.message} told ${times} times`;
      }
      if (effect.kind !== 'ended') return undefined;
      const storms = stormsTold(effect.incidents, witnesses);
      const silent = effect.incidents.find(
        (incident) =>
          !told.has(incident.id) &&
          !isInStorm(incident, pages, storms) &&
          !isOverInSilence(incident, effect.incidents) &&
          !isSaidByClaim(incident, effect.incidents, told) &&
          !isSaidByNext(incident.id, effect.incidents) &&
          !isOutOfSight(incident, effect),
      );
      return silent === undefined ? undefined : `no message told how ${silent.id} ended (${silent.outcome})`;
    };
  },
};

function count(counts: Map<string, number>, key: string): number {
  const next = (counts.get(key) ?? 0) + 1;
  counts.set(key, next);
  return next;
}

/** The storms that people were told of by one of these incidents, each by when it began. */
function stormsTold(incidents: readonly Incident[], witnesses: ReadonlySet<string>): ReadonlySet<number> {
  return new Set(incidents.flatMap(({ id, storm }) => (witnesses.has(id) && storm !== undefined ? [storm] : [])));
}

/** Nothing was done about it, and people were told of this very storm, or of one about then by a message without a witness. */
function isInStorm(
  { openedAt, closedAt = 0, attempts, storm }: Incident,
  pages: readonly number[],
  told: ReadonlySet<number>,
): boolean {
  if (attempts.length > 0 || storm === undefined) return false;
  return told.has(storm) || pages.some((at) => at > openedAt - STORM_MS && at < closedAt + STORM_MS);
}

/** So long one member keeps a storm on; others may keep it on after it. */
const STORM_MS = 6 * 3_600_000;

/** A claim that its application took back, or that another incident of its service looked after. */
function isOverInSilence({ claim, outcome, attempts, decisions }: Incident, incidents: readonly Incident[]): boolean {
  if (claim === undefined || outcome !== 'unconfirmed' || attempts.length > 0) return false;
  const { lookedAfterBy } = claim;
  if (lookedAfterBy !== undefined) return incidents.some(({ id }) => id === lookedAfterBy);
  return decisions.at(-1)?.kind === 'recovered';
}

/** A claim of whose source people heard within the hours for which one message speaks for all of them. */
function isSaidByClaim(
  { id, claim, outcome, attempts, closedAt = 0 }: Incident,
  incidents: readonly Incident[],
  told: ReadonlyMap<string, number>,
): boolean {
  if (claim === undefined || outcome !== 'unconfirmed' || attempts.length > 0) return false;
  return incidents.some(
    (other) =>
      other.id !== id &&
      other.claim?.source === claim.source &&
      told.has(other.id) &&
      Math.abs((other.closedAt ?? 0) - closedAt) < CLAIMS_MS + 2 * SKEW_MS_MAX,
  );
}

/** For so long one message speaks for the claims of a source. */
const CLAIMS_MS = 6 * 3_600_000;

function isSaidByNext(id: string, incidents: readonly Incident[]): boolean {
  return incidents.some(({ timeline }) => timeline.some(({ text }) => text.includes(`incident ${id} before this one`)));
}

/** So many incidents of each service, the last ones, a sweep looks at. */
const SWEPT_INCIDENTS = 3;

/** Ended while the sweep was off, and followed by as many as it looks at before it was on again, as far as clocks can tell. */
function isOutOfSight({ id, service, closedAt = 0 }: Incident, { incidents, unattendedUntil }: Ended): boolean {
  const later = incidents.filter(
    (one) =>
      one.service === service &&
      one.openedAt >= closedAt - 2 * SKEW_MS_MAX &&
      one.id !== id &&
      one.openedAt < unattendedUntil,
  );
  return closedAt < unattendedUntil && later.length >= SWEPT_INCIDENTS;
}
