/**
 * Turns the compact facts of a runbook's example into what the decision is really given, so that the examples people
 * write beside their remedies run against the same code that decides at night.
 */
import { factsNotRead } from '../../core/decide/not-read.ts';
import { choicesOf } from '../../core/decide/candidates.ts';
import type { Context } from '../../core/memory/context.ts';
import type { Runbook } from '../../core/catalog/runbook.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { alarmName } from '../../core/catalog/catalog.ts';
import { known, unknown } from '../../core/world/known.ts';
import type { Facts, Releases } from '../../core/facts/facts.ts';
import { openIncident } from '../../core/incident/open.ts';
import type { Attempt, Incident } from '../../core/incident/incident.ts';
import { TRAITS } from '../../core/remedies/registry.ts';
import type { Plan, Plans } from '../../core/incident/journal.ts';
import type { AlarmSnapshot } from '../../core/world/alarm.ts';
import type { Experience } from '../../core/memory/results.ts';
import type { ServiceSnapshot } from '../../core/world/service.ts';
import type { TaskSnapshot } from '../../core/world/task.ts';
import type { Example, ExampleFacts } from '../../core/runbook/example.ts';
import type { Signal } from '../../core/signal/signal.ts';
import { watchedAlarm } from '../../core/intake/admit.ts';
import { RELEASE_TAG, SCHEMA_TAG, type ActionKind } from '../../core/vocabulary.ts';
import { NOT_ASKED } from '../../core/people/approval.ts';
import { calmFleet } from '../../core/facts/fleet.ts';
import { aCatalog, aService, aToggle } from './catalog.ts';

const NOW = Date.UTC(2026, 0, 15, 3, 0);
const DIGEST = `@sha256:${'a'.repeat(64)}`;
const CURRENT = 'arn:aws:ecs:us-east-1:123456789012:task-definition/user:7';
const PREVIOUS = 'arn:aws:ecs:us-east-1:123456789012:task-definition/user:6';

/** An ordinary example: four tasks behind a load balancer, hot, of which nothing is known and nothing was deployed lately. */
export const ORDINARY: ExampleFacts = {
  signal: 'alarm',
  metrics: { cpuPercent: 97 },
  tasks: 4,
  sickTasks: 'unknown',
  targetGroup: true,
  onsetMinutesAgo: 2,
  deployedMinutesAgo: 4320,
  deploymentInProgress: false,
  schema: 'unknown',
  pinned: true,
  toggles: [],
  alreadyTried: [],
  history: {},
};

const UNSAID = 'an example does not say';

/** The facts of an example of a runbook, for a service of the standard tier. */
export function factsOf(runbook: Runbook, { given }: Example): Facts {
  const toggles = given.toggles.map((name) => aToggle(name, [runbook.failureType]));
  const { targetGroup: _group, ...withoutGroup } = aService({ toggles });
  const service = given.targetGroup ? aService({ toggles }) : withoutGroup;
  const incident = incidentOf(runbook, given, service);
  const facts: Facts = {
    ...factsNotRead(UNSAID),
    now: NOW,
    incident,
    service,
    runbook,
    stance: { mode: 'auto' },
    approval: NOT_ASKED,
    alarms: known(
      incident.alarms.map(({ alarmName: name }): AlarmSnapshot => ({ name, state: 'ALARM', stateChangedAt: NOW })),
    ),
    values: known(given.metrics),
    load: given.load === undefined ? unknown(UNSAID) : known({ now: given.load * 100, usual: 100 }),
    calendars: known({ kind: 'open' }),
    running: known(runningOf(given, incident)),
    releases: known(releasesOf(given)),
    clearedByApplication: false,
    fleet: known(calmFleet(10)),
    toggles: Object.fromEntries(
      toggles.map(({ name, on, off }) => [name, { kind: 'value', value: wasTried(incident, name) ? off : on }]),
    ),
    experience: known([]),
  };
  // The past of an example is one of failures like this.
  return { ...facts, experience: known(experienceOf(given, choicesOf(facts).context)) };
}

function incidentOf(runbook: Runbook, given: ExampleFacts, service: ServiceEntry): Incident {
  const catalog = aCatalog([service]);
  const signal = signalOf(runbook, given, service);
  const alarms = signal.kind === 'alarm' ? [watchedAlarm(signal.alarmName, catalog, service)] : [];
  const opened = openIncident({ signal, catalog, service, runbook, alarms, executionArn: 'arn:execution', now: NOW });
  const attempts = given.alreadyTried.map((remedy, index) => attemptOf(remedy, index + 1, given));
  // What an example tells of is decided on: an application's claim that was confirmed.
  const claim = opened.claim === undefined ? {} : { claim: { ...opened.claim, confirmedBy: 'the example' } };
  return { ...opened, ...claim, onsetAt: NOW - given.onsetMinutesAgo * 60_000, attempts };
}

function signalOf(runbook: Runbook, given: ExampleFacts, service: ServiceEntry): Signal {
  const base = { key: { subject: 'example', order: 0 }, service: service.name, at: NOW, summary: 'an example' };
  const { failureType } = runbook;
  switch (given.signal) {
    case 'alarm': {
      const watch = given.watch ?? runbook.watch[0]?.id ?? 'brought';
      const name = alarmName('healer', service.name, failureType, watch);
      return { ...base, kind: 'alarm', state: 'ALARM', alarmName: name, failureType, children: [] };
    }
    case 'taskStopped':
      return { ...base, kind: 'taskStopped', taskArn: 'arn:task', cause: 'exited' };
    case 'deploymentFailed':
      return { ...base, kind: 'deploymentFailed', deploymentId: 'ecs-svc/1' };
    case 'serviceAction':
      return { ...base, kind: 'serviceAction', eventName: 'SERVICE_TASK_START_IMPAIRED' };
    case 'custom':
      return { ...base, kind: 'custom', state: 'ALARM', failureType };
  }
}

function attemptOf(remedy: ActionKind, number: number, given: ExampleFacts): Attempt {
  const plans: { readonly [Kind in ActionKind]?: Partial<Plans[Kind]> } = {
    replaceTasks: {
      sickKnown: false,
      desiredBefore: given.tasks,
      keepRunning: 1,
      behindLoadBalancer: given.targetGroup,
    },
    flipToggle: { toggle: given.toggles[0] ?? '', parameter: '/shop/x', expiresAt: NOW },
    rollBack: { from: CURRENT, to: PREVIOUS },
    scaleOut: {
      from: given.tasks,
      to: given.tasks + 1,
      behindLoadBalancer: given.targetGroup,
      usualRequests: 100,
      expiresAt: NOW,
    },
  };
  return {
    number,
    remedy,
    startedAt: NOW,
    endedAt: NOW,
    status: 'failed',
    journal: { plan: { ...TRAITS[remedy].example, ...plans[remedy] } as Plan, moves: [] },
  };
}

function wasTried(incident: Incident, toggle: string): boolean {
  return incident.attempts.some(({ journal }) => journal.plan.kind === 'flipToggle' && journal.plan.toggle === toggle);
}

function runningOf(given: ExampleFacts, incident: Incident) {
  const tasks = Array.from({ length: given.tasks }, (_, index): TaskSnapshot => ({
    arn: `arn:aws:ecs:us-east-1:123456789012:task/shop/${index}`,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    health: 'UNKNOWN',
    taskDefinitionArn: CURRENT,
    privateIp: `10.0.0.${index + 1}`,
  }));
  const measure = incident.alarms[0]?.measure;
  const sick = given.sickTasks === 'unknown' ? 0 : given.sickTasks;
  const beyond =
    measure === undefined
      ? 0
      : measure.comparison === 'above'
        ? (measure.forecast?.floor ?? measure.threshold) + 1
        : measure.threshold - 1;
  return {
    service: serviceOf(given),
    tasks,
    targets: given.targetGroup
      ? tasks.map(({ privateIp }) => ({ id: privateIp ?? '', port: 80, state: 'healthy' as const }))
      : [],
    taskValues: Object.fromEntries(tasks.slice(0, sick).map(({ arn }) => [arn, beyond])),
  };
}

function serviceOf(given: ExampleFacts): ServiceSnapshot {
  const deployment = { id: 'ecs-svc/1', taskDefinitionArn: CURRENT, createdAt: NOW - 600_000 };
  const steady = { ...deployment, status: 'PRIMARY' as const, rolloutState: 'COMPLETED' as const };
  const rolling = [
    { ...deployment, status: 'PRIMARY' as const, rolloutState: 'IN_PROGRESS' as const },
    { ...deployment, id: 'ecs-svc/0', status: 'ACTIVE' as const, rolloutState: 'COMPLETED' as const },
  ];
  return {
    status: 'ACTIVE',
    desiredCount: given.tasks,
    runningCount: given.tasks,
    pendingCount: 0,
    taskDefinitionArn: CURRENT,
    deploymentController: 'ECS',
    rollout: { strategy: 'ROLLING', hasHooks: false, minimumHealthyPercent: 100, maximumPercent: 200 },
    deployments: given.deploymentInProgress ? rolling : [steady],
  };
}

function releasesOf(given: ExampleFacts): Releases {
  if (given.deployedMinutesAgo === undefined) return { deployments: [], taskDefinitions: {} };
  const startedAt = NOW - given.deployedMinutesAgo * 60_000;
  const current = {
    arn: 'arn:deployment/2',
    status: 'SUCCESSFUL',
    startedAt,
    finishedAt: startedAt + 60_000,
    taskDefinitionArn: CURRENT,
  };
  const images = given.pinned ? [`shop/user${DIGEST}`] : ['shop/user:latest'];
  // A team that says what its schema allows says too that the release is an ordinary one.
  const tags: Readonly<Record<string, string>> =
    given.schema === 'unknown' ? {} : { [SCHEMA_TAG]: given.schema, [RELEASE_TAG]: 'ordinary' };
  const taskDefinitions = {
    [CURRENT]: { arn: CURRENT, status: 'ACTIVE', images: [`shop/user${DIGEST}`], tags, roles: [] },
    [PREVIOUS]: { arn: PREVIOUS, status: 'ACTIVE', images, tags: {}, roles: [] },
  };
  if (given.previousBakedHours === undefined) return { deployments: [current], taskDefinitions };
  const finishedAt = startedAt - given.previousBakedHours * 3_600_000;
  const previous = {
    ...current,
    arn: 'arn:deployment/1',
    startedAt: finishedAt - 60_000,
    finishedAt,
    taskDefinitionArn: PREVIOUS,
  };
  return { deployments: [current, previous], taskDefinitions };
}

function experienceOf(given: ExampleFacts, context: Context): readonly Experience[] {
  return Object.entries(given.history).map(([remedy, sums]) => ({
    context,
    remedy: remedy as ActionKind,
    all: sums,
    here: sums,
    harms: 0,
    countHere: sums,
  }));
}
