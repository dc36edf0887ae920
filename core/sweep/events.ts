/**
 * The events a sweep starts executions with, and the names that make starting twice starting once. An alarm that was
 * found red looks as CloudWatch would have sent it; what an execution left to do has a form of the healer's own.
 */
import { fnv1a } from '../fnv1a.ts';
import type { Incident } from '../incident/incident.ts';
import type { AlarmSnapshot } from '../world/alarm.ts';
import { contributorIn } from '../catalog/contributor.ts';
import { ALARM_DETAIL_TYPE, CONTRIBUTOR_DETAIL_TYPE } from '../vocabulary.ts';
import { RESUME_DETAIL_TYPE, SWEEP_SOURCE } from '../signal/internal-event.ts';
import { dimensionsOf } from './alarm-service.ts';

export interface Start {
  /** Name of the execution: at most 80 characters, none that Step Functions forbids. */
  readonly name: string;
  readonly event: Readonly<Record<string, unknown>>;
}

interface Found {
  /** The state's place among those of its alarm, ms since the epoch. */
  readonly order: number;
  readonly why: string;
  readonly now: number;
}

/** An alarm that is red and that nobody looks after. */
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
 * Step Functions never starts a name twice. An execution that failed before it took the incident up, or whose clock said that
 * nothing is due yet, must not be the last: after so many minutes another one may be started.
 */
const RESUME_AGAIN_MINUTES = 15;

/**
 * What a closed incident left to do when its execution died. One that takes it up moves the incident on from `sequence`, so
 * that a second one finds nothing to do.
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
