/**
 * What the healer does about a failure, by who tells it of it: the same crowd, the same sick task and the same dependency,
 * seen by the healer's own alarm, by a brought one of each kind, by ECS and by an application. The facts are the same in
 * each row but for the signal; what comes of them is asked of the code that decides.
 */
import { alarmName, runbookFor, type Catalog } from '../../core/catalog/catalog.ts';
import type { Runbook } from '../../core/catalog/runbook.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { choicesOf } from '../../core/decide/candidates.ts';
import { known, unknown, unread } from '../../core/world/known.ts';
import type { Facts, Load } from '../../core/facts/facts.ts';
import type { WatchedAlarm } from '../../core/signal/watched-alarm.ts';
import { metricElements, type MetricElement } from '../../core/catalog/metrics.ts';
import type { AlarmSnapshot } from '../../core/world/alarm.ts';
import { tellsTasksApart } from '../../core/facts/sick-tasks.ts';
import { described } from '../../core/signal/about.ts';
import { watchedAlarm } from '../../core/intake/admit.ts';
import { contributorName } from '../../core/catalog/contributor.ts';
import type { Signal } from '../../core/signal/signal.ts';
import type { Symptom } from '../../core/vocabulary.ts';
import type { HoldReason } from '../../core/holds/reasons.ts';
import { aCatalog, aService, shippedRunbooks } from './catalog.ts';
import { ORDINARY, factsOf } from './example-facts.ts';

/** What is wrong, and how it shows. */
export interface Situation {
  readonly title: string;
  readonly failure: 'high-cpu' | 'high-error-rate';
  /** CPU of each of the four tasks, in percent. */
  readonly tasks: readonly number[];
  readonly load: Facts['load'];
  readonly dependencyFails?: true;
}

const times = (ratio: number): Facts['load'] => known<Load>({ now: 100 * ratio, usual: 100 });
const ONE_HOT = [98, 41, 40, 44];
const ALL_HOT = [97, 96, 98, 97];

export const SITUATIONS = {
  crowd: { title: 'a crowd, all tasks hot', failure: 'high-cpu', tasks: ALL_HOT, load: times(1.8) },
  crowdErrors: { title: 'a crowd, requests fail', failure: 'high-error-rate', tasks: ALL_HOT, load: times(1.8) },
  unread: { title: 'all hot, requests unread', failure: 'high-cpu', tasks: ALL_HOT, load: unread('throttled') },
  uncounted: {
    title: 'all hot, nothing counts requests',
    failure: 'high-cpu',
    tasks: ALL_HOT,
    load: unknown('no load balancer'),
  },
  allHot: { title: 'all hot, requests as usual', failure: 'high-cpu', tasks: ALL_HOT, load: times(1) },
  oneHot: { title: 'one of four hot', failure: 'high-cpu', tasks: ONE_HOT, load: times(1) },
  oneHotInCrowd: { title: 'one of four hot in a crowd', failure: 'high-cpu', tasks: ONE_HOT, load: times(1.8) },
  dependency: {
    title: 'errors, a dependency fails',
    failure: 'high-error-rate',
    tasks: ONE_HOT,
    load: times(1),
    dependencyFails: true,
  },
} as const satisfies Readonly<Record<string, Situation>>;
export type SituationId = keyof typeof SITUATIONS;

/** Who says it. */
export const PROVENANCES = {
  own: "the healer's own alarm",
  same: 'brought, the same metric',
  average: 'brought, another statistic',
  math: 'brought, metric math',
  composite: 'brought, composite of these',
  ownBand: "the healer's own band",
  band: 'brought, band',
  series: 'one series of many (`GROUP BY`)',
  log: 'alarm on logs',
  declared: "brought, a metric of the user's, `about` declared",
  event: 'ECS event',
  custom: 'custom signal',
  another: "brought, another service's metric",
} as const;
export type Provenance = keyof typeof PROVENANCES;

const BROUGHT = 'brought';
const CHILD = 'child';
const OWN_METRIC = { 'high-cpu': 'cpuPercent', 'high-error-rate': 'errorRatePercent' } as const;
const SHOWN: Readonly<Record<Situation['failure'], Symptom>> = { 'high-cpu': 'cpu', 'high-error-rate': 'errors' };
const WATCH = { 'high-cpu': 'cpu', 'high-error-rate': 'errors' } as const;

/** What is done about the tasks: what replacing them would do, or the first reason against it. */
export function cell(id: SituationId, provenance: Provenance): string {
  const situation: Situation = SITUATIONS[id];
  const facts = factsIn(situation, provenance);
  const { candidates } = choicesOf(facts);
  const replacing = candidates.find(({ candidate }) => candidate.remedy === 'replaceTasks')?.candidate;
  if (replacing === undefined) throw new Error(`${situation.failure} never replaces tasks`);
  const guards = replacing.holds.filter(({ reason }) => GUARDS.has(reason));
  if (guards.length > 0) return guards.map(({ reason }) => `\`${reason}\``).join(', ');
  if (replacing.holds.length > 0) throw new Error(`held by ${JSON.stringify(replacing.holds)}, which is no guard`);
  return replacing.plan.replace(', the sick', '').replace(' tasks', '');
}

/** What these guards hold by. */
const GUARDS: ReadonlySet<HoldReason> = new Set([
  'overloaded',
  'metrics-unreadable',
  'about-unknown',
  'none-stands-out',
  'dependency-failing',
]);

function factsIn(situation: Situation, provenance: Provenance): Facts {
  const { failure, load, tasks } = situation;
  const base = factsOf(shipped(failure), {
    name: situation.title,
    given: { ...ORDINARY, metrics: {} },
    expect: { choose: 'page', not: [], refuses: {} },
  });
  const service = serviceFor(provenance, failure);
  const { runbook, alarms, trigger } = signalled(situation, provenance, service);
  const incident = { ...base.incident, alarms, ...(trigger !== undefined && { trigger }) };
  if (base.running.kind === 'unknown') throw new Error('the example knows what runs');
  const { value } = base.running;
  const measured = tellsTasksApart({ incident, runbook })?.metric === 'cpuPercent';
  const values = measured ? value.tasks.map(({ arn }, index) => [arn, tasks[index] ?? 0] as const) : [];
  return {
    ...base,
    service,
    runbook,
    incident,
    load,
    running: known({ ...value, taskValues: Object.fromEntries(values) }),
    dependencies: situation.dependencyFails ? [{ service: 'payment', health: 'Failing', failing: true }] : [],
  };
}

function shipped(failureType: string): Runbook {
  const found = shippedRunbooks().find(({ runbook }) => runbook.failureType === failureType);
  if (found === undefined) throw new Error(`there is no runbook for ${failureType}`);
  return found.runbook;
}

/** A band takes the place of the limit by the service's own configuration. */
function serviceFor(provenance: Provenance, failure: Situation['failure']): ServiceEntry {
  if (provenance !== 'ownBand') return aService();
  return aService({ runbooks: { [failure]: { thresholds: {}, anomaly: { [WATCH[failure]]: 2 } } } });
}

interface Signalled {
  readonly runbook: Runbook;
  readonly alarms: readonly WatchedAlarm[];
  readonly trigger?: Signal;
}

function signalled({ failure }: Situation, provenance: Provenance, service: ServiceEntry): Signalled {
  const catalog = catalogFor(provenance, failure, service);
  const runbook = runbookFor(catalog, service, failure);
  if (runbook === undefined) throw new Error(`${failure} is not healed`);
  if (provenance === 'event' || provenance === 'custom') {
    return { runbook, alarms: [], trigger: reported(provenance, failure) };
  }
  const own = alarmName('healer', service.name, failure, WATCH[failure]);
  if (provenance === 'own' || provenance === 'ownBand') {
    return { runbook, alarms: [watchedAlarm(own, catalog, service)] };
  }
  const snapshots = snapshotsOf(provenance, failure, service);
  const alarms = snapshots.map((one) =>
    described(watchedAlarm(one.name, catalog, service, BROUGHT), one, service, snapshots),
  );
  return { runbook, alarms };
}

function catalogFor(provenance: Provenance, failureType: string, service: ServiceEntry): Catalog {
  const catalog = aCatalog([service]);
  const about = provenance === 'declared' ? { about: SHOWN[failureType as Situation['failure']] } : {};
  return { ...catalog, alarms: { ...catalog.alarms, [BROUGHT]: { service: service.name, failureType, ...about } } };
}

function reported(provenance: 'event' | 'custom', failureType: string): Signal {
  const base = { key: { subject: 'x', order: 0 }, service: 'user', at: 0, summary: 'x' };
  if (provenance === 'custom') return { ...base, kind: 'custom', state: 'ALARM', failureType };
  return { ...base, kind: 'taskStopped', taskArn: 'arn:task', cause: 'exited' };
}

/** The brought alarm, and the child that a composite names, as CloudWatch describes them. */
function snapshotsOf(provenance: Provenance, failure: Situation['failure'], service: ServiceEntry): AlarmSnapshot[] {
  const metric = metricElements(OWN_METRIC[failure], service) ?? [];
  const average = metric.map((one) => ('expression' in one ? one : { ...one, statistic: 'Average' }));
  const doubled = [...metric.map((one) => ({ ...one, id: `m${one.id}` })), { id: 'e1', expression: '2 * mvalue' }];
  const foreign = metric.map((one) => ('expression' in one ? one : { ...one, dimensions: ANOTHER }));
  const custom = [{ id: 'm', namespace: 'Shop', name: 'Pain', dimensions: {}, statistic: 'Sum' }];
  const withLimit = (elements: readonly MetricElement[], name = BROUGHT): AlarmSnapshot => ({
    ...RED,
    name,
    measure: { elements, periodSeconds: 60, comparison: 'above', threshold: 90 },
  });
  const without = (elements: readonly MetricElement[], name = BROUGHT): AlarmSnapshot => ({
    ...RED,
    name,
    looksAt: { elements, side: 'above' },
  });
  const made: Readonly<Partial<Record<Provenance, () => AlarmSnapshot[]>>> = {
    same: () => [withLimit(metric)],
    average: () => [withLimit(average)],
    math: () => [withLimit(doubled)],
    composite: () => [{ ...RED, name: BROUGHT, children: [CHILD] }, withLimit(metric, CHILD)],
    band: () => [without([...metric, { id: 'band', expression: 'ANOMALY_DETECTION_BAND(value, 2)' }])],
    series: () => [without(metric, seriesName())],
    log: () => [{ ...RED, name: BROUGHT }],
    declared: () => [withLimit(custom)],
    another: () => [withLimit(foreign)],
  };
  const snapshots = made[provenance];
  if (snapshots === undefined) throw new Error(`${provenance} is no brought alarm`);
  return snapshots();
}

const RED = { state: 'ALARM' as const, stateChangedAt: 0 };
const ANOTHER = { ClusterName: 'shop', ServiceName: 'order' };

function seriesName(): string {
  return contributorName({ alarmName: BROUGHT, attributes: { ServiceName: 'user' } }) ?? BROUGHT;
}

/** The table as the documentation has it. */
export function guardTable(): string {
  const situations = Object.entries(SITUATIONS) as [SituationId, Situation][];
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['Who says it', ...situations.map(([, { title }]) => title)]),
    row(['---', ...situations.map(() => '---')]),
    ...(Object.entries(PROVENANCES) as [Provenance, string][]).map(([id, title]) =>
      row([title, ...situations.map(([situation]) => cell(situation, id))]),
    ),
  ].join('\n');
}
