/**
 * The one place that says what a signal is about, whichever alarm it comes from. An alarm is recognised by its metrics;
 * else the user declared it beside the alarm; else the watches of the failure type imply it. Guards hold where it is
 * unknown: they must not depend on who made the alarm.
 */
import type { About, WatchedAlarm } from './watched-alarm.ts';
import { alarmNamed, type Catalog } from '../catalog/catalog.ts';
import type { Runbook } from '../catalog/runbook.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import type { Signal } from './signal.ts';
import type { AlarmSnapshot } from '../world/alarm.ts';
import { METRIC_NAMES, metricNamed, type MetricName, type Symptom } from '../vocabulary.ts';
import { recognise, sameMetric } from './recognise.ts';

/** What the signals of an incident are about together. */
export interface AboutIncident {
  readonly symptoms: readonly Symptom[];
  /** Whether at least one signal is about an unknown metric. */
  readonly unknown: boolean;
}

/** The metrics of the catalog that show these symptoms. */
export function metricsShowing(symptoms: readonly Symptom[]): readonly MetricName[] {
  return METRIC_NAMES.filter((metric) => symptoms.includes(metricNamed(metric).symptom));
}

/** Symptoms that rise with load. Memory is not among them: it rises too, but a leak stays a leak. */
const RISES_WITH_LOAD: ReadonlySet<Symptom> = new Set(['cpu', 'latency', 'errors', 'load', 'backlog']);
/** Symptoms that travel from callee to caller: errors and latency, and the work that piles up. */
const TRAVELS: ReadonlySet<Symptom> = new Set(['errors', 'latency', 'load', 'backlog']);

/** Whether one of the symptoms may come from load alone. */
export function risesWithLoad({ symptoms }: Pick<AboutIncident, 'symptoms'>): boolean {
  return symptoms.some((symptom) => RISES_WITH_LOAD.has(symptom));
}

/** Whether one of the symptoms may come from a dependency. */
export function travels({ symptoms }: Pick<AboutIncident, 'symptoms'>): boolean {
  return symptoms.some((symptom) => TRAVELS.has(symptom));
}

/**
 * What the signals of an incident are about. The failure type says it for older alarms and signals without an alarm.
 */
export function aboutIncident({ incident, runbook }: AboutInput): AboutIncident {
  const all = aboutEach({ incident, runbook });
  return {
    symptoms: [...new Set(all.flatMap(({ symptoms }) => symptoms))],
    unknown: all.some(({ symptoms }) => symptoms.length === 0),
  };
}

interface AboutInput {
  readonly incident: { readonly alarms: readonly WatchedAlarm[]; readonly trigger: Signal };
  readonly runbook: Runbook;
}

/** What each signal is about: the alarms, and the trigger where it is no alarm. */
export function aboutEach({ incident, runbook }: AboutInput): readonly About[] {
  const alarms = incident.alarms.map((alarm) => alarm.about ?? aboutStoredBefore(alarm, runbook));
  return incident.trigger.kind === 'alarm' ? alarms : [aboutTrigger(incident.trigger.kind, runbook), ...alarms];
}

function aboutStoredBefore({ measure }: WatchedAlarm, runbook: Runbook): About {
  if (measure?.metric === undefined) return impliedBy(runbook);
  return { symptoms: [metricNamed(measure.metric).symptom], by: 'own', side: measure.comparison };
}

/** ECS reports tasks that do not run, unless the runbook watches a symptom of that. */
function aboutTrigger(kind: Signal['kind'], runbook: Runbook): About {
  const implied = impliedBy(runbook);
  if (implied.symptoms.length > 0 || kind === 'custom') return implied;
  return { symptoms: ['tasks'], by: 'failureType' };
}

/** What a failure type is about: the watches of its runbook, else its verification. */
function impliedBy({ watch, verification, shows: watched = watch }: Runbook): About {
  const said = watched.length > 0 ? watched : verification.conditions;
  const symptoms = [...new Set(said.map(({ metric }) => metricNamed(metric).symptom))];
  const sides = new Set(said.map(({ comparison }) => comparison));
  const [side] = sides;
  return { symptoms, by: symptoms.length > 0 ? 'failureType' : 'nothing', ...(sides.size === 1 && side && { side }) };
}

/**
 * What a brought alarm is about before it was read: what the user declared, else what the failure type implies.
 * Children of a composite alarm inherit that until they are read.
 */
export function aboutBrought(names: readonly string[], catalog: Catalog): About {
  const entry = names.map((name) => alarmNamed(catalog, name)).find((found) => found !== undefined);
  const runbook = entry === undefined ? undefined : catalog.runbooks[entry.failureType];
  const implied: About = runbook === undefined ? { symptoms: [], by: 'nothing' } : impliedBy(runbook);
  if (entry?.about === undefined) return implied;
  const side = implied.symptoms.includes(entry.about) ? implied.side : undefined;
  return { symptoms: [entry.about], by: 'declared', ...(side !== undefined && { side }) };
}

/**
 * The alarm with CloudWatch's description: its measure, and what it is about if its metrics tell.
 * @param children those of a composite alarm that exist
 */
export function described(
  alarm: WatchedAlarm,
  snapshot: AlarmSnapshot | undefined,
  service: ServiceEntry,
  children: readonly AlarmSnapshot[] = [],
): WatchedAlarm {
  if (snapshot === undefined || alarm.about?.by === 'own') return alarm;
  const read = snapshot.measure;
  const metric = read === undefined ? undefined : sameMetric(read.elements, service);
  const measure = alarm.measure ?? (read && { ...read, ...(metric !== undefined && { metric }) });
  const about = aboutRead(alarm, snapshot, service, children);
  return { ...alarm, ...(measure !== undefined && { measure }), ...(about !== undefined && { about }) };
}

function aboutRead(
  { about }: WatchedAlarm,
  snapshot: AlarmSnapshot,
  service: ServiceEntry,
  children: readonly AlarmSnapshot[],
): About | undefined {
  const found =
    snapshot.children === undefined ? byMetrics(snapshot, service) : byChildren(snapshot, service, children);
  if (found === undefined) return about && { ...about, ...sideOf(snapshot) };
  // The user's declaration stands against `elsewhere`; only a metric recognised as this service's own overrules it.
  return found.by === 'elsewhere' && about?.by === 'declared' ? { ...about, ...sideOf(snapshot) } : found;
}

function byMetrics(snapshot: AlarmSnapshot, service: ServiceEntry): About | undefined {
  const recognised = recognise(snapshot.measure?.elements ?? snapshot.looksAt?.elements ?? [], service);
  if (recognised.kind === 'unknown') return undefined;
  if (recognised.kind === 'elsewhere') return { symptoms: [], by: 'elsewhere' };
  return { symptoms: recognised.symptoms, by: 'metric', ...sideOf(snapshot) };
}

function sideOf({ measure, looksAt }: AlarmSnapshot): Pick<About, 'side'> {
  const side = measure?.comparison ?? looksAt?.side;
  return side === undefined ? {} : { side };
}

/** The union of its children; unknown if one of them is unknown. */
function byChildren(
  { children: names = [] }: AlarmSnapshot,
  service: ServiceEntry,
  children: readonly AlarmSnapshot[],
): About | undefined {
  const found = names.map((name) => {
    const child = children.find((one) => one.name === name);
    return child === undefined ? undefined : byMetrics(child, service);
  });
  if (found.length === 0 || !found.every((one) => one !== undefined)) return undefined;
  if (found.some(({ by }) => by === 'elsewhere')) return { symptoms: [], by: 'elsewhere' };
  const sides = new Set(found.map(({ side }) => side));
  const [side] = sides;
  const symptoms = [...new Set(found.flatMap((one) => one.symptoms))];
  return { symptoms, by: 'children', ...(sides.size === 1 && side !== undefined && { side }) };
}
