/** A leak of `user` after its remedy, and readings in which all is well: what the tests of verification change one thing of. */
import { runbookFor } from '../../../core/catalog/catalog.ts';
import { known } from '../../../core/world/known.ts';
import { openIncident } from '../../../core/incident/open.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import type { Point } from '../../../core/world/series.ts';
import type { ServiceSnapshot } from '../../../core/world/service.ts';
import { watchedAlarm } from '../../../core/intake/admit.ts';
import type { Signal } from '../../../core/signal/signal.ts';
import type { Readings } from '../../../core/verify/case.ts';
import { aCatalog, aService } from '../../support/catalog.ts';

export const SINCE = Date.UTC(2026, 0, 15, 3, 0);
export const MINUTE = 60_000;
const ALARM = 'healer-user-memory-leak-memory';
export const service = aService();
export const catalog = aCatalog([service]);
const runbook = runbookFor(catalog, service, 'memory-leak');
if (runbook === undefined) throw new Error('there is no memory-leak runbook');
export const about = { incident: anIncident(), service, runbook, actedAt: SINCE, since: SINCE };
export const STEADY: ServiceSnapshot = {
  status: 'ACTIVE',
  desiredCount: 3,
  runningCount: 3,
  pendingCount: 0,
  taskDefinitionArn: 'arn:user:1',
  deploymentController: 'ECS',
  deployments: [],
};

export function anIncident(change: Partial<Incident> = {}): Incident {
  const signal: Signal = {
    kind: 'alarm',
    key: { subject: 'a', order: 1 },
    service: 'user',
    at: SINCE,
    summary: 's',
    state: 'ALARM',
    alarmName: ALARM,
    failureType: 'memory-leak',
    children: [],
  };
  const opened = openIncident({
    signal,
    catalog,
    service,
    runbook: runbook as never,
    alarms: [watchedAlarm(ALARM, catalog, service)],
    executionArn: 'arn',
    now: SINCE,
  });
  return { ...opened, before: { memoryPercent: 93 }, ...change };
}

/** One point a minute from the action on. */
export function points(...values: readonly number[]): readonly Point[] {
  return values.map((value, i) => ({ at: SINCE + i * MINUTE, value }));
}

export function readings(
  change: Partial<Readings> & {
    readonly memory?: readonly Point[];
    readonly requests?: readonly Point[];
    readonly state?: 'OK' | 'ALARM';
  } = {},
): Readings {
  const { memory = points(90, 40, 41, 42), requests = points(500, 500, 500, 500), state = 'OK', ...rest } = change;
  return {
    now: SINCE + 5 * MINUTE,
    alarms: known([{ name: ALARM, state, stateChangedAt: SINCE }]),
    series: known({ [`alarm:${ALARM}`]: memory, memoryPercent: memory, requestCount: requests }),
    service: known(STEADY),
    signals: [],
    ...rest,
  };
}

export const CRASH: Signal = {
  kind: 'taskStopped',
  key: { subject: 't', order: 1 },
  service: 'user',
  at: SINCE - MINUTE,
  summary: 'task stopped',
  taskArn: 'arn',
  cause: 'exited',
};

/** What was done about a task that crashed: no alarm shows how it does since. */
export const CRASHED = { ...about, incident: anIncident({ trigger: CRASH, alarms: [] }) };
