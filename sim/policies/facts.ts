/**
 * A virtual service as the product's own functions want to see it: the complete facts of a decision, made of the signs of
 * a failure. Guards of production, and its whole decision, can so be asked about the virtual world.
 */
import { NOT_ASKED } from '../../core/people/approval.ts';
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { RemedyStep, Runbook } from '../../core/catalog/runbook.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { known, unknown } from '../../core/world/known.ts';
import { calmFleet } from '../../core/facts/fleet.ts';
import type { Facts, Releases } from '../../core/facts/facts.ts';
import type { WatchedAlarm } from '../../core/signal/watched-alarm.ts';
import { openIncident } from '../../core/incident/open.ts';
import type { AlarmSnapshot } from '../../core/world/alarm.ts';
import type { TaskSnapshot } from '../../core/world/task.ts';
import type { ActionKind, MetricName } from '../../core/vocabulary.ts';
import { API_TAG, RELEASE_TAG, SCHEMA_TAG } from '../../core/vocabulary.ts';
import { clockTime } from '../engine/clock-time.ts';
import type { Symptom } from '../world/causes.ts';
import type { Signs } from '../world/faults.ts';
import type { Service } from '../world/fleet.ts';
import { PARAMETERS } from '../world/parameters.ts';
import { REMEDY_ROWS } from '../world/remedies.ts';

/** What raises each alarm, where it is a metric. */
const METRIC_OF: Readonly<Record<Symptom, MetricName>> = {
  'memory-leak': 'memoryPercent',
  'high-cpu': 'cpuPercent',
  'high-error-rate': 'errorRatePercent',
  'high-latency': 'p99LatencyMilliseconds',
  'crash-loop': 'unhealthyHosts',
  'dependency-failure': 'errorRatePercent',
};

/** Requests per period: usually, and when there are clearly more. */
const REQUESTS = { usual: 1_000, up: 2_000 } as const;
/** Any limit will do, as long as sick is beyond it. */
const THRESHOLD = 80;
const SICK = THRESHOLD + 10;
/** When the last deployment ended before the failure, when it explains it and when it does not; and the one before. */
const MINUTES_SINCE = { recent: 10, old: 3 * 24 * 60, before: 10 * 24 * 60 } as const;
const IMAGE = `shop/service@sha256:${'a'.repeat(64)}`;
const CURRENT = 'arn:aws:ecs:us-east-1:123456789012:task-definition/service:2';
const PREVIOUS = 'arn:aws:ecs:us-east-1:123456789012:task-definition/service:1';

/** Facts of a failure of which nothing was tried and nothing is remembered. @param order of the runbook */
export function factsOf(signs: Signs, service: Service, order: readonly ActionKind[], minutes: number): Facts {
  const now = clockTime(minutes);
  const entry = entryOf(service);
  const runbook = runbookOf(signs.symptom, order);
  const incident = incidentOf({ signs, entry, runbook, now });
  return {
    now,
    incident,
    service: entry,
    runbook,
    stance: { mode: 'auto' },
    approval: NOT_ASKED,
    alarms: known(
      incident.alarms.map(({ alarmName: name }): AlarmSnapshot => ({ name, state: 'ALARM', stateChangedAt: now })),
    ),
    values: known({ [METRIC_OF[signs.symptom]]: SICK }),
    load: known({ now: signs.loadUp ? REQUESTS.up : REQUESTS.usual, usual: REQUESTS.usual }),
    served: unknown('nobody set an objective'),
    calendars: known({ kind: 'open' }),
    desiredCounts: unknown('nobody scales'),
    running: known(runningOf(service, signs)),
    releases: known(releasesOf(signs, now)),
    clearedByApplication: false,
    dependencies: [],
    fleet: known(calmFleet(PARAMETERS.services.value)),
    toggles: { feature: { kind: 'value', value: 'on' } },
    organic: unknown('nobody waited'),
    experience: known([]),
  };
}

function entryOf({ name, tier, group }: Service): ServiceEntry {
  const helps = Object.keys(METRIC_OF);
  return {
    name,
    cluster: 'virtual',
    ecsService: name,
    tier,
    group: `group-${group}`,
    dependencies: [],
    toggles: [
      { name: 'feature', parameter: `/${name}/feature`, on: 'on', off: 'off', helps, losesFeature: 'a feature' },
    ],
    periodSeconds: 60,
    taskMetrics: true,
    // Asking a person is another way of paging here, and how fast people answer is not known.
    approval: [],
    runbooks: {},
  };
}

function runbookOf(failureType: Symptom, order: readonly ActionKind[]): Runbook {
  const { verifiedMinutes, gaveUpMinutes } = PARAMETERS;
  const steps = order.map((remedy): RemedyStep => {
    const { minutes, class: kind } = REMEDY_ROWS[remedy];
    return { remedy, class: kind, expectedMinutes: minutes, undo: 'none' };
  });
  return {
    failureType,
    title: failureType,
    owner: 'nobody',
    severity: 'high',
    watch: [],
    signals: [],
    remedies: [...steps, { remedy: 'page', class: 'safe', expectedMinutes: 0, undo: 'none' }],
    verification: {
      conditions: [],
      guards: [],
      goodPeriods: verifiedMinutes.value,
      warmUpPeriods: 0,
      timeoutPeriods: gaveUpMinutes.value,
      trafficMin: 0,
      worseRatio: 1.5,
    },
    limits: { attemptsMax: 3, windowMinutes: 60 },
    escalation: { nextSteps: [] },
  };
}

interface Opening {
  readonly signs: Signs;
  readonly entry: ServiceEntry;
  readonly runbook: Runbook;
  readonly now: number;
}

function incidentOf({ signs: { symptom }, entry, runbook, now }: Opening) {
  const alarmName = `healer-${entry.name}-${symptom}`;
  const metric = METRIC_OF[symptom];
  const measure = { elements: [], periodSeconds: 60, comparison: 'above' as const, threshold: THRESHOLD, metric };
  const alarms: readonly WatchedAlarm[] = [{ alarmName, measure }];
  const key = { subject: alarmName, order: now };
  const state = 'ALARM' as const;
  const said = { key, service: entry.name, at: now, summary: `${alarmName} is red`, failureType: symptom };
  const signal = { ...said, kind: 'alarm' as const, state, alarmName, children: [] };
  const catalog: Catalog = { version: 'virtual', healer: 'healer', services: {}, alarms: {}, runbooks: {} };
  return openIncident({ signal, catalog, service: entry, runbook, alarms, executionArn: 'arn:virtual', now });
}

function runningOf({ tasks: count }: Service, { fleetWide }: Signs) {
  const tasks = Array.from({ length: count }, (_, index): TaskSnapshot => ({
    arn: `arn:aws:ecs:us-east-1:123456789012:task/virtual/${index}`,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    health: 'UNKNOWN',
    taskDefinitionArn: CURRENT,
  }));
  const sick = fleetWide ? tasks : tasks.slice(0, 1);
  return {
    service: {
      status: 'ACTIVE',
      desiredCount: count,
      runningCount: count,
      pendingCount: 0,
      taskDefinitionArn: CURRENT,
      deploymentController: 'ECS',
      rollout: { strategy: 'ROLLING', hasHooks: false, minimumHealthyPercent: 100, maximumPercent: 200 },
      deployments: [],
    },
    tasks,
    targets: [],
    taskValues: Object.fromEntries(sick.map(({ arn }) => [arn, SICK])),
  };
}

function releasesOf({ changed }: Signs, now: number): Releases {
  const deployment = (taskDefinitionArn: string, minutesAgo: number) => {
    const finishedAt = now - minutesAgo * 60_000;
    return {
      arn: `${taskDefinitionArn}/deployed`,
      status: 'SUCCESSFUL',
      startedAt: finishedAt - 60_000,
      finishedAt,
      taskDefinitionArn,
    };
  };
  const definition = (arn: string) => ({
    arn,
    status: 'ACTIVE',
    images: [IMAGE],
    roles: [],
    tags: { [SCHEMA_TAG]: 'compatible', [RELEASE_TAG]: 'ordinary', [API_TAG]: '1' },
  });
  return {
    deployments: [
      deployment(CURRENT, changed ? MINUTES_SINCE.recent : MINUTES_SINCE.old),
      deployment(PREVIOUS, MINUTES_SINCE.before),
    ],
    taskDefinitions: { [CURRENT]: definition(CURRENT), [PREVIOUS]: definition(PREVIOUS) },
  };
}
