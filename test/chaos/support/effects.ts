/** Effects with valid defaults, of which a test changes what it is about; each by itself breaks nothing. */
import { ACCOUNT_POLICY, SERVICE_POLICY } from '../../../core/limits/policy.ts';
import type { Attempt } from '../../../core/incident/incident.ts';
import { sampleIncident } from '../../contract/samples.ts';
import type { Closed, Ended, Granted, LeaseChanged, Moved, Opened, Told } from '../record/effect.ts';

const AT = Date.UTC(2026, 0, 15, 3, 0);
export const MINUTE = 60_000;
const ID = sampleIncident().id;

export function granted(change: Partial<Granted> = {}): Granted {
  return {
    kind: 'granted',
    at: AT,
    incidentId: ID,
    attempt: 1,
    service: 'user',
    group: 'shop',
    fence: 1,
    attemptsMax: 3,
    windowMinutes: 60,
    state: 'Decide',
    remedy: 'replaceTasks',
    class: 'safe',
    needsApproval: false,
    budgetSpent: false,
    harmful: false,
    storm: 'none',
    services: 50,
    limits: { account: ACCOUNT_POLICY, service: SERVICE_POLICY },
    ...change,
  };
}

export function released(change: Partial<LeaseChanged> = {}): LeaseChanged {
  return { kind: 'released', at: AT, incidentId: ID, group: 'shop', state: 'Close', ...change };
}

export function moved(change: Partial<Moved> = {}): Moved {
  return {
    kind: 'moved',
    at: AT,
    incidentId: ID,
    service: 'user',
    group: 'shop',
    state: 'ReplaceTasks',
    operation: 'apply',
    move: { kind: 'stopTask', taskArn: 'task' },
    attempt: 1,
    afterClose: false,
    first: true,
    journalled: true,
    triggeredByAlarm: true,
    claimed: false,
    sickLately: true,
    stopped: { free: true, drained: true },
    evidence: {
      override: true,
      undo: false,
      fence: { held: true, fence: 1, at: AT },
      alarms: 'red',
      deploying: false,
      desired: 4,
      observedAt: AT,
    },
    ownDeployment: false,
    inService: 3,
    budget: 2,
    wanted: 4,
    ...change,
  };
}

export function opened(change: Partial<Opened> = {}): Opened {
  return { kind: 'opened', at: AT, incidentId: ID, service: 'user', ...change };
}

export function closed(change: Partial<Closed> = {}): Closed {
  return {
    kind: 'closed',
    at: AT,
    incidentId: ID,
    service: 'user',
    outcome: 'healed',
    state: 'Close',
    wellLately: true,
    ...change,
  };
}

export function told(change: Partial<Told> = {}): Told {
  return { kind: 'told', at: AT, incidentId: ID, message: 'end', outcome: 'healed', state: 'NotifyEnd', ...change };
}

export function ended(change: Partial<Ended> = {}): Ended {
  return {
    kind: 'ended',
    at: AT,
    unattendedUntil: 0,
    stuck: false,
    incidents: [sampleIncident({ phase: 'closed', outcome: 'healed', attempts: [] })],
    leases: [],
    toggles: [],
    counts: [],
    running: 0,
    counted: { all: 0, each: 0 },
    ...change,
  };
}

/** An attempt that did not help. */
export function failedAttempt(): Attempt {
  return {
    number: 1,
    remedy: 'rollBack',
    startedAt: AT,
    endedAt: AT,
    status: 'failed',
    journal: { plan: { kind: 'rollBack', from: 'web:7', to: 'web:6' }, moves: [] },
  };
}
