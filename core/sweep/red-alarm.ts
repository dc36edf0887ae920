/**
 * Whether the sweep takes up a red alarm without a heal: its event may have been lost, or its incident may have ended
 * without a heal. One state of an alarm is taken up once, and once more when the reason to leave it alone is gone, so
 * that people are not told twice. Pure.
 */
import type { Incident } from '../incident/incident.ts';
import type { ServiceRecord } from '../incident/service-record.ts';
import type { AlarmSnapshot } from '../world/alarm.ts';
import type { SeenSignal } from '../incident/admission.ts';
import type { Mode } from '../vocabulary.ts';

export interface RedAlarm {
  readonly snapshot: AlarmSnapshot;
  readonly failureType: string;
  readonly periodSeconds: number;
  readonly record: ServiceRecord;
  /** The last recorded state of the alarm. */
  readonly seen: SeenSignal | undefined;
  /** The incident that this state opened or joined. */
  readonly incident: Incident | undefined;
  /** What people allow now. */
  readonly mode: Mode;
  readonly now: number;
}

export type TakeUp =
  /** `order`: the state's place among those of its alarm, ms since the epoch. */
  { readonly kind: 'start'; readonly order: number; readonly why: string } | { readonly kind: 'leave' };

/** An event takes seconds. One younger than this, or than two periods, may still arrive. */
const GRACE_MINUTES = 3;
const GRACE_PERIODS = 2;
/** An alarm's event and description may date a change differently by milliseconds; two changes are 10 s apart. */
const SAME_STATE_MS = 4_000;
/** Order of a state that is taken up for the second time: after itself, and before any other change. */
const AGAIN_MS = 5_000;

const LEAVE: TakeUp = { kind: 'leave' };

/** Whether the alarm has been red for long enough to check its incident. */
export function isOverdue({ stateChangedAt }: AlarmSnapshot, periodSeconds: number, now: number): boolean {
  return now - stateChangedAt >= Math.max(GRACE_MINUTES * 60_000, GRACE_PERIODS * periodSeconds * 1_000);
}

export function takeUp(alarm: RedAlarm): TakeUp {
  const { snapshot, periodSeconds, record, seen, now } = alarm;
  if (record.openIncidentId !== undefined || !isOverdue(snapshot, periodSeconds, now) || isProbed(alarm)) return LEAVE;
  const changedAt = snapshot.stateChangedAt;
  if (seen === undefined || seen.key.order < changedAt - SAME_STATE_MS) {
    return { kind: 'start', order: changedAt, why: 'its event never came' };
  }
  const again = changedAt + AGAIN_MS;
  const why = seen.key.order < again ? reasonToTryAgain(alarm) : undefined;
  return why === undefined ? LEAVE : { kind: 'start', order: again, why };
}

/** Why this state may be taken up again; undefined where it may not. */
function reasonToTryAgain({ incident, seen, mode }: RedAlarm): string | undefined {
  if (incident?.phase !== 'closed' || seen === undefined) return undefined;
  if (seen.key.order > (incident.closedAt ?? Number.POSITIVE_INFINITY))
    return 'the incident that took it up did not end it';
  if (incident.outcome === 'held' && mode === 'auto') return 'the override that held it back is lifted';
  const untouched = incident.attempts.length === 0;
  return incident.outcome === 'failed' && untouched ? 'the healer failed before it did anything' : undefined;
}

/** An incident on trial without its toggle looks after this failure. */
function isProbed({ record: { probe }, failureType, now }: RedAlarm): boolean {
  return probe !== undefined && probe.failureType === failureType && now < probe.until;
}
