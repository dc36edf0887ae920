/**
 * Reads all facts of a decision or a verification in parallel. A failed read becomes a fact ("unknown, because …"), which
 * the core turns into a hold. Only defects are thrown.
 */
import type { Catalog } from '../../core/catalog/catalog.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { confirmingMetrics } from '../../core/decide/corroboration.ts';
import { known, unknown, unread, whyUnread, type Known } from '../../core/world/known.ts';
import type { Load, Neighbour, Releases, Running } from '../../core/facts/facts.ts';
import { loadOf, loadSince } from '../../core/facts/overload.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { metricElements, taskMetricElements } from '../../core/catalog/metrics.ts';
import { mayChange } from '../../core/decide/not-read.ts';
import {
  definitionsAskedFor,
  neighboursAskedFor,
  type AskedNeighbour,
} from '../../core/remedies/roll-back/guards/asked-for.ts';
import { tellsTasksApart } from '../../core/facts/sick-tasks.ts';
import { NotThere, ReadFailed } from '../../core/ports/errors.ts';
import type { Metrics } from '../../core/ports/metrics.ts';
import type { Point, SeriesRequest } from '../../core/world/series.ts';
import type { Ports } from '../../core/ports/ports.ts';
import type { Services } from '../../core/ports/services.ts';
import type { TaskDefinitionSnapshot } from '../../core/world/release.ts';
import type { TaskSnapshot } from '../../core/world/task.ts';
import type { JoinedSignal } from '../../core/incident/admission.ts';
import { aboutIncident, metricsShowing } from '../../core/signal/about.ts';
import { WITNESS, withoutRequests } from '../../core/verify/silence.ts';
import { USUAL_BACK_PERIODS } from '../../core/verify/usual-baseline.ts';
import type { MetricName } from '../../core/vocabulary.ts';
import { readLatest, readUpToNow } from './read-up-to-now.ts';
import type { Loaded, StageWorld } from './stage.ts';

/** How many periods back the latest value may lie: metrics arrive late. */
const LATEST_PERIODS = 6;

/**
 * A read as a fact: its value, or why there is none. A missing object was read successfully: waiting would not make it
 * known.
 */
export async function asKnown<Value>(read: Promise<Value>): Promise<Known<Value>> {
  try {
    return known(await read);
  } catch (error) {
    if (error instanceof NotThere) return unknown(error.message);
    if (error instanceof ReadFailed) return unread(error.message);
    throw error;
  }
}

/**
 * The signals of an incident, and the number of failing ones recorded so far, with which Close compares. The number is
 * read first, so a signal that arrives in between is at worst read again.
 */
export async function readSignals(
  { ledger }: Pick<StageWorld, 'ledger'>,
  incident: Incident,
): Promise<{ readonly signals: readonly JoinedSignal[]; readonly signalsSeen: number }> {
  const { signalCount } = await ledger.service(incident.service);
  return { signals: await ledger.signals(incident.id), signalsSeen: signalCount };
}

/**
 * Metrics that matter to an incident: those of its alarms and its verification, and the traffic that gives them meaning.
 */
export function metricsOf({ incident, runbook }: Pick<Loaded, 'incident' | 'runbook'>): readonly MetricName[] {
  const { conditions, guards } = runbook.verification;
  const ofAlarms = metricsShowing(aboutIncident({ incident, runbook }).symptoms);
  return [
    ...new Set([
      ...ofAlarms,
      ...(incident.trigger.kind === 'custom' ? confirmingMetrics(runbook) : []),
      ...conditions.map(({ metric }) => metric),
      ...guards.map(({ metric }) => metric),
      'requestCount' as const,
    ]),
  ];
}

export function seriesRequests(service: ServiceEntry, metrics: readonly MetricName[]): readonly SeriesRequest[] {
  return metrics.flatMap((metric) => {
    const elements = metricElements(metric, service);
    return elements === undefined ? [] : [{ id: metric, elements, periodSeconds: service.periodSeconds }];
  });
}

/** The latest value of each metric; a metric without data is absent. */
export async function latestValues(
  metrics: Metrics,
  service: ServiceEntry,
  names: readonly MetricName[],
  now: number,
): Promise<Known<Readonly<Partial<Record<MetricName, number>>>>> {
  const requests = seriesRequests(service, names);
  const from = now - LATEST_PERIODS * service.periodSeconds * 1_000;
  const series = await asKnown(readLatest(metrics, requests, from, now));
  return series.kind === 'unknown' ? series : known(lastOf(series.value));
}

export async function readLoad(
  metrics: Metrics,
  service: ServiceEntry,
  onsetAt: number,
  now: number,
): Promise<Known<Load>> {
  if (metricElements('requestCount', service) === undefined) return unknown('nothing counts its requests');
  const requests = seriesRequests(service, ['requestCount', WITNESS]);
  const series = await asKnown(readUpToNow(metrics, requests, loadSince(onsetAt), now));
  if (series.kind === 'unknown') return series;
  const load = loadOf(withoutRequests(series.value, service), onsetAt);
  return load === undefined ? unknown('too few readings of its requests') : known(load);
}

function lastOf(series: Readonly<Record<string, readonly Point[]>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(series).flatMap(([id, points]) => {
      const last = points.at(-1);
      return last === undefined ? [] : [[id, last.value] as const];
    }),
  );
}

export async function readRunning(
  world: { readonly services: Services; readonly metrics: Metrics },
  { incident, service, runbook }: Pick<Loaded, 'incident' | 'service' | 'runbook'>,
  now: number,
): Promise<Known<Running>> {
  return await asKnown(
    (async () => {
      const [snapshot, tasks, targets] = await Promise.all([
        world.services.describe(service),
        world.services.tasks(service),
        world.services.targets(service),
      ]);
      return {
        service: snapshot,
        tasks,
        targets,
        taskValues: await taskValues(world.metrics, service, {
          by: tellsTasksApart({ incident, runbook })?.metric,
          tasks,
          now,
        }),
        ...(await protectionOf(world.services, { service, runbook }, tasks)),
      };
    })(),
  );
}

/** Read only if a remedy may stop a task, and the service does not allow replacing protected tasks. */
async function protectionOf(
  services: Services,
  { service, runbook }: Pick<Loaded, 'service' | 'runbook'>,
  tasks: readonly TaskSnapshot[],
): Promise<Pick<Running, 'protection'>> {
  if (service.replaceProtectedTasks === true || !mayChange(runbook, 'tasks') || tasks.length === 0) return {};
  return {
    protection: await asKnown(
      services.protections(
        service,
        tasks.map(({ arn }) => arn),
      ),
    ),
  };
}

interface TaskValuesInput {
  /** The metric that tells the tasks apart; undefined without one. */
  readonly by: MetricName | undefined;
  readonly tasks: readonly TaskSnapshot[];
  readonly now: number;
}

const REQUESTS_PER_READ = 100;

async function taskValues(
  metrics: Metrics,
  service: ServiceEntry,
  { by: metric, tasks, now }: TaskValuesInput,
): Promise<Readonly<Record<string, number>>> {
  if (!service.taskMetrics || metric === undefined) return {};
  const requests = tasks.flatMap((task) => {
    const elements = taskMetricElements(metric, service, task.arn.split('/').at(-1) ?? '');
    return elements === undefined ? [] : [{ id: task.arn, elements, periodSeconds: service.periodSeconds }];
  });
  const from = now - LATEST_PERIODS * service.periodSeconds * 1_000;
  // Reads all tasks: if the failing one were skipped, all would seem healthy.
  const reads: Promise<Readonly<Record<string, readonly Point[]>>>[] = [];
  for (let first = 0; first < requests.length; first += REQUESTS_PER_READ) {
    reads.push(readLatest(metrics, requests.slice(first, first + REQUESTS_PER_READ), from, now));
  }
  return Object.assign({}, ...(await Promise.all(reads)).map(lastOf)) as Readonly<Record<string, number>>;
}

/** A service has few neighbours; one with more is a hub. */
const NEIGHBOURS_MAX = 10;

/** What the guards of a rollback need. It reads neighbours only when a guard depends on them. */
export async function readReleases(
  { services, ledger, catalog }: Pick<Ports, 'services' | 'ledger'> & { readonly catalog: Catalog },
  service: ServiceEntry,
): Promise<Known<Releases>> {
  return await asKnown(
    (async () => {
      const [deployments, record] = await Promise.all([services.deployments(service), ledger.service(service.name)]);
      const { releases, failures } = record;
      const known = { deployments, record: { releases, failures } };
      const definitions = await describedBy(services, definitionsAskedFor(known));
      const taskDefinitions = Object.fromEntries(definitions.map((definition) => [definition.arn, definition]));
      const asked = neighboursAskedFor({ ...known, taskDefinitions }, service, catalog);
      if (asked.length === 0) return { ...known, taskDefinitions };
      return { ...known, taskDefinitions, neighbours: await readNeighbours(services, asked) };
    })(),
  );
}

/**
 * Existing revisions only. A deleted revision cannot be a rollback target, so its absence is an answer, not a failed
 * read.
 */
async function describedBy(services: Services, arns: readonly string[]): Promise<readonly TaskDefinitionSnapshot[]> {
  const read = await Promise.all(arns.map((arn) => asKnown(services.taskDefinition(arn))));
  const failed = read.map(whyUnread).find((why) => why !== undefined);
  if (failed !== undefined) throw new ReadFailed(failed);
  return read.flatMap((one) => (one.kind === 'known' ? [one.value] : []));
}

async function readNeighbours(
  services: Services,
  asked: readonly AskedNeighbour[],
): Promise<Known<readonly Neighbour[]>> {
  if (asked.length > NEIGHBOURS_MAX) return unknown(`more than ${NEIGHBOURS_MAX} services would have to be asked`);
  return await asKnown(Promise.all(asked.map((one) => readNeighbour(services, one))));
}

async function readNeighbour(services: Services, { entry, role }: AskedNeighbour): Promise<Neighbour> {
  const { deployments } = await services.describe(entry);
  const arns = [...new Set(deployments.map(({ taskDefinitionArn }) => taskDefinitionArn))];
  const definitions = await Promise.all(arns.map((arn) => services.taskDefinition(arn)));
  return { service: entry.name, role, live: definitions.map(({ arn, tags }) => ({ taskDefinitionArn: arn, tags })) };
}

/** Periods read from before the action: metric math fills gaps only after the metric's first value. */
const READ_BACK_PERIODS = 6;
/** A failure that began longer before the action would need too many readings; its baseline is unknown then. */
const ONSET_BACK_MS_MAX = 60 * 60_000;

/** All series for judging recovery and harm, from before the failure and before the action that began at `actedAt`. */
export async function readSeries(
  metrics: Metrics,
  loaded: Pick<Loaded, 'incident' | 'service' | 'runbook'>,
  actedAt: number,
  now: number,
): Promise<Known<Readonly<Record<string, readonly Point[]>>>> {
  const ofAlarms = loaded.incident.alarms.flatMap(({ alarmName, measure }) =>
    measure === undefined
      ? []
      : [{ id: `alarm:${alarmName}`, elements: measure.elements, periodSeconds: measure.periodSeconds }],
  );
  // One more metric shows that the service was at work while the judged metrics were silent.
  const metricNames = [...new Set<MetricName>([...metricsOf(loaded), WITNESS])];
  const requests = [...ofAlarms, ...seriesRequests(loaded.service, metricNames)];
  const periodMs = loaded.service.periodSeconds * 1_000;
  const onsetAt = Math.max(loaded.incident.onsetAt, actedAt - ONSET_BACK_MS_MAX);
  const from = Math.min(actedAt - READ_BACK_PERIODS * periodMs, onsetAt - USUAL_BACK_PERIODS * periodMs);
  return await asKnown(readUpToNow(metrics, requests, from, now));
}
