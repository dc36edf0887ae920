/**
 * A virtual service as the product's own functions want to see it: the complete facts of a decision, made of the signs of
 * a failure. Guards of production, and its whole decision, can so be asked about the virtual world.
 */
import { NOT_ASKED } from '../../core/people/approval.ts';
import { factsNotRead } from '../../core/decide/not-read.ts';
import { known } from '../../core/world/known.ts';
import { calmFleet } from '../../core/facts/fleet.ts';
import type { Facts, Releases } from '../../core/facts/facts.ts';
import type { AlarmSnapshot } from '../../core/world/alarm.ts';
import type { TaskSnapshot } from '../../core/world/task.ts';
import type { PlayedKind } from '../world/remedies.ts';
import { API_TAG, RELEASE_TAG, SCHEMA_TAG } from '../../core/vocabulary.ts';
import { clockTime } from '../engine/clock-time.ts';
import { alarmIncident, catalogOf, entryOf, METRIC_OF, runbookOf, THRESHOLD } from '../engine/registered.ts';
import type { Signs } from '../world/faults.ts';
import type { Service } from '../world/fleet.ts';
import { PARAMETERS } from '../world/parameters.ts';

/** Requests per period: usually, and when there are clearly more. */
const REQUESTS = { usual: 1_000, up: 2_000 } as const;
const SICK = THRESHOLD + 10;
/** When the last deployment ended before the failure, when it explains it and when it does not; and the one before. */
const MINUTES_SINCE = { recent: 10, old: 3 * 24 * 60, before: 10 * 24 * 60 } as const;
const IMAGE = `shop/service@sha256:${'a'.repeat(64)}`;
const CURRENT = 'arn:aws:ecs:us-east-1:123456789012:task-definition/service:2';
const PREVIOUS = 'arn:aws:ecs:us-east-1:123456789012:task-definition/service:1';

/** Facts of a failure of which nothing was tried and nothing is remembered. @param order of the runbook */
export function factsOf(signs: Signs, service: Service, order: readonly PlayedKind[], minutes: number): Facts {
  const now = clockTime(minutes);
  const entry = entryOf(service);
  const runbook = runbookOf(signs.symptom, order);
  const incident = alarmIncident({
    symptom: signs.symptom,
    service: entry,
    runbook,
    catalog: catalogOf([service]),
    now,
  });
  return {
    ...factsNotRead('the virtual world has none'),
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
    calendars: known({ kind: 'open' }),
    running: known(runningOf(service, signs)),
    releases: known(releasesOf(signs, now)),
    clearedByApplication: false,
    fleet: known(calmFleet(PARAMETERS.services.value)),
    toggles: { feature: { kind: 'value', value: 'on' } },
    experience: known([]),
  };
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
