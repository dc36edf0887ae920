/**
 * The events by which a sweep starts executions, and names that make starting twice the same as starting once. A red
 * alarm looks as CloudWatch would have sent it; leftovers of a dead execution have an event of the healer's own.
 */
import { fnv1a } from '../fnv1a.ts';
import type { Incident } from '../incident/incident.ts';
import type { AlarmSnapshot } from '../world/alarm.ts';
import { contributorIn } from '../catalog/contributor.ts';
import { ALARM_DETAIL_TYPE, CONTRIBUTOR_DETAIL_TYPE } from '../vocabulary.ts';
import { RESUME_DETAIL_TYPE, SWEEP_SOURCE } from '../signal/internal-event.ts';
import { dimensionsOf } from './alarm-service.ts';

export interface Start {
  /** Name of the execution: at most 80 characters, all allowed by Step Functions. */
  readonly name: string;
  readonly event: Readonly<Record<string, unknown>>;
}

interface Found {
  /** Order of the state among those of its alarm, ms since the epoch. */
  readonly order: number;
  readonly why: string;
  readonly now: number;
}

/** A red alarm without an incident. */
export function redAlarmStart(alarm: AlarmSnapshot, { order, why, now }: Found): Start {
  const { name: alarmName, stateChangedAt } = alarm;
  const name = `sweep-${fnv1a(alarmName)}-${order}`;
  const reason = `found red by the sweep, since ${new Date(stateChangedAt).toISOString()}: ${why}`;
  const state = { value: 'ALARM', timestamp: new Date(order).toISOString(), reason };
  const contributor = contributorIn(alarmName);
  const type = contributor === undefined ? ALARM_DETAIL_TYPE : CONTRIBUTOR_DETAIL_TYPE;
  const of =
    contributor === undefined
      ? { alarmName }
      : {
          alarmName: contributor.alarmName,
          alarmContributor: { attributes: contributor.attributes, fixed: dimensionsOf(alarm) },
        };
  return { name, event: envelope(name, now, { source: 'aws.cloudwatch', type }, { ...of, state, foundBySweep: true }) };
}

/**
 * Minutes. Step Functions never starts a name twice, so names change after this time: the execution before may have
 * failed early, or its clock may have said that nothing is due yet.
 */
const RESUME_AGAIN_MINUTES = 15;

/**
 * Takes over the leftovers of a closed incident whose execution died. The first execution moves the incident on from
 * `sequence`, so a second one finds nothing to do.
 */
export function resumeStart({ id, sequence }: Incident, now: number): Start {
  const name = `resume-${fnv1a(id)}-${sequence}-${Math.floor(now / (RESUME_AGAIN_MINUTES * 60_000))}`;
  const about = { source: SWEEP_SOURCE, type: RESUME_DETAIL_TYPE };
  return { name, event: envelope(name, now, about, { incidentId: id, sequence }) };
}

function envelope(
  id: string,
  now: number,
  about: { readonly source: string; readonly type: string },
  detail: Readonly<Record<string, unknown>>,
): Start['event'] {
  const time = new Date(now).toISOString();
  return { version: '0', id, source: about.source, 'detail-type': about.type, time, resources: [], detail };
}
