/**
 * Compiles the catalog from the configuration and the runbooks, or reports every mistake in them. It is the last place
 * to catch a mistake before deployment. Pure: the caller reads the files and prints the problems.
 */
import { alarmName, serviceAlarmName, tailored, type Catalog } from '../catalog/catalog.ts';
import type { AlarmEntry, ServiceEntry, Toggle } from '../catalog/service.ts';
import type { Runbook } from '../catalog/runbook.ts';
import { findingsOf } from '../runbook/findings.ts';
import type { Finding, Problem } from '../runbook/problem.ts';
import {
  type HealerConfig,
  type HealerSettings,
  type ServiceSettings,
  type ToggleSettings,
  configSchema,
} from './config.ts';
import { canonicalJson, fnv1a } from '../fnv1a.ts';
import { given } from './limits.ts';
import { readablePart } from './readable-part.ts';
import { findingsBetween, repeated } from './rules.ts';
import { contextEntry } from './service-context.ts';
import {
  chooseRunbooks,
  longWindows,
  nothingToWatch,
  rivals,
  tooManyAlarms,
  unheardSignals,
  unknownRunbook,
} from './service-runbooks.ts';
import { targetGroupEntry } from './target-groups.ts';

export type CompiledCatalog =
  | { readonly kind: 'ok'; readonly catalog: Catalog; readonly settings: HealerSettings }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

type Runbooks = Readonly<Record<string, Runbook>>;

/** Compiles the catalog. Collects all problems, of single values and between them, each located in `file`. */
export function compileCatalog(config: HealerConfig, runbooks: readonly Runbook[], file: string): CompiledCatalog {
  const parsed = configSchema.safeParse(config);
  if (parsed.success) return compileSettings(parsed.data, runbooks, file);
  const found = findingsOf(parsed.error, configSchema, config);
  return invalid([...found, ...findingsInRest(config, runbooks)], file);
}

/** Mistakes between the values that are valid. */
function findingsInRest(config: HealerConfig, runbooks: readonly Runbook[]): readonly Finding[] {
  const rest = readablePart(config);
  if (rest === undefined) return [];
  const compiled = compileSettings(configSchema.parse(rest.config), runbooks, '');
  if (compiled.kind === 'ok') return [];
  return compiled.problems.flatMap(({ file: _none, ...finding }) => rest.placed(finding) ?? []);
}

function compileSettings(settings: HealerSettings, runbooks: readonly Runbook[], file: string): CompiledCatalog {
  // Without a prototype: a person may write "constructor" where a failure type belongs.
  const byType: Runbooks = Object.assign(Object.create(null), typed(runbooks));
  const services = settings.services.map((service, index) =>
    serviceEntry({ ...service, ...inherited(service, settings) }, index, byType),
  );
  const entries = services.map(({ entry }) => entry);
  const alarms = alarmEntries(settings, entries, byType);
  const findings = [
    ...findingsBetween(settings, byType),
    ...services.flatMap((service) => service.findings),
    ...(settings.serviceAlarms
      ? entries.flatMap((entry, index) => tooManyAlarms(entry, byType, ['services', index, 'runbooks']))
      : []),
    ...alarms.findings,
  ];
  if (findings.length > 0) return invalid(findings, file);
  const content = {
    healer: settings.name,
    ...(settings.limits === undefined ? {} : { limits: given(settings.limits) }),
    services: Object.fromEntries(entries.map((entry) => [entry.name, entry])),
    alarms: alarms.alarms,
    runbooks: typed(runbooks),
  };
  return { kind: 'ok', settings, catalog: { version: fnv1a(canonicalJson(content)), ...content } };
}

function typed(runbooks: readonly Runbook[]): Runbooks {
  return Object.fromEntries(runbooks.map((runbook) => [runbook.failureType, runbook]));
}

function invalid(findings: readonly Finding[], file: string): CompiledCatalog {
  return { kind: 'invalid', problems: findings.map((finding) => ({ file, ...finding })) };
}

/** The setting of a service, or of its group, or of the healer. */
function inherited(
  service: ServiceSettings,
  settings: HealerSettings,
): Pick<ServiceSettings, 'limits' | 'initialMode'> {
  return { limits: limitsOf(service, settings), initialMode: service.initialMode ?? settings.initialMode };
}

/** A service's own limits, then those of its group, number by number; undefined for neither. */
function limitsOf(
  { name, group, limits }: ServiceSettings,
  { groupLimits }: HealerSettings,
): ServiceSettings['limits'] {
  const ofGroup = groupLimits[group ?? name];
  return ofGroup === undefined ? limits : { ...given(ofGroup), ...given(limits) };
}

function serviceEntry(
  settings: ServiceSettings,
  index: number,
  runbooks: Runbooks,
): { readonly entry: ServiceEntry; readonly findings: readonly Finding[] } {
  const bare = bareEntry(settings);
  const path = ['services', index, 'runbooks'];
  const choices = { runbooks: settings.runbooks, brought: settings.alarms.map(({ failureType }) => failureType) };
  const chosen = chooseRunbooks(bare, choices, runbooks, path);
  const entry = { ...bare, runbooks: chosen.runbooks };
  // An invalid list may be why no runbook is left, and is reported already.
  const unwatched = chosen.findings.length > 0 ? [] : nothingToWatch(entry, choices, runbooks, path);
  return {
    entry,
    findings: [
      ...chosen.findings,
      ...unwatched,
      ...windowFindings(bare, chosen.runbooks, runbooks, index),
      ...rivals(entry, runbooks, path),
      ...unheardSignals(entry, runbooks, ['services', index, 'signals']),
    ],
  };
}

/** The entry without its runbooks, which are chosen by it. */
function bareEntry(settings: ServiceSettings): ServiceEntry {
  const { name, cluster, tier, dependencies, toggles, periodSeconds, taskMetrics, taskCounts } = settings;
  return {
    name,
    cluster,
    ecsService: settings.service ?? name,
    tier,
    group: settings.group ?? name,
    dependencies,
    toggles: toggles.map(toggleEntry),
    ...targetGroupEntry(settings),
    ...(settings.ownLoadBalancer && { ownLoadBalancer: true as const }),
    ...(settings.taskFamily === undefined ? {} : { taskFamily: settings.taskFamily }),
    ...(settings.taskRoles === undefined ? {} : { taskRoles: settings.taskRoles }),
    periodSeconds,
    taskMetrics,
    ...(taskCounts === undefined ? {} : { taskCounts }),
    ...(settings.maxTasks === undefined ? {} : { maxTasks: settings.maxTasks }),
    ...(settings.replaceProtectedTasks === true ? { replaceProtectedTasks: true } : {}),
    ...(settings.approval === undefined ? {} : { approval: settings.approval }),
    ...(settings.limits === undefined ? {} : { limits: given(settings.limits) }),
    ...contextEntry(settings),
    ...sourcesOf(settings),
    ...modeEntry(settings),
    runbooks: {},
  };
}

function windowFindings(
  service: ServiceEntry,
  chosen: ServiceEntry['runbooks'],
  runbooks: Runbooks,
  index: number,
): readonly Finding[] {
  return Object.entries(chosen).flatMap(([failureType, overrides]) => {
    const runbook = runbooks[failureType];
    return runbook === undefined ? [] : longWindows(service, runbook, overrides, ['services', index, 'periodSeconds']);
  });
}

function sourcesOf({ signals }: ServiceSettings): Pick<ServiceEntry, 'signalSources'> {
  return signals.length === 0 ? {} : { signalSources: [...new Set(signals.map(({ source }) => source))] };
}

function modeEntry({ initialMode }: ServiceSettings): Pick<ServiceEntry, 'initialMode'> {
  return initialMode === undefined || initialMode === 'auto' ? {} : { initialMode };
}

function toggleEntry({ shedsLoad, ...toggle }: ToggleSettings): Toggle {
  return { ...toggle, ...(shedsLoad === undefined ? {} : { shedsLoad }) };
}

interface Alarms {
  readonly alarms: Readonly<Record<string, AlarmEntry>>;
  readonly findings: readonly Finding[];
}

/** The healer's own alarms first, then those the user brings; no name may mean two things. */
function alarmEntries(settings: HealerSettings, entries: readonly ServiceEntry[], runbooks: Runbooks): Alarms {
  const own = entries.flatMap((entry) => ownAlarms(settings.name, entry, runbooks));
  const alarms = new Map<string, AlarmEntry>(own);
  const composites = new Set(entries.map(({ name }) => serviceAlarmName(settings.name, name)));
  const findings: Finding[] = [...sharedNames(own, entries)];
  settings.services.forEach((service, index) =>
    service.alarms.forEach(({ alarmName: brought, failureType, about }, at) => {
      const path = ['services', index, 'alarms', at] as const;
      const taken = alarms.get(brought);
      if (composites.has(brought)) findings.push(ofTheHealer(brought, [...path, 'alarmName']));
      if (taken !== undefined) findings.push(duplicateAlarm(brought, taken, [...path, 'alarmName']));
      if (runbooks[failureType] === undefined) {
        findings.push(unknownRunbook(failureType, [...path, 'failureType'], runbooks));
      } else if (entries[index]?.runbooks[failureType] === undefined) {
        findings.push(notHealed(service.name, failureType, [...path, 'failureType']));
      }
      if (taken === undefined)
        alarms.set(brought, { service: service.name, failureType, ...(about !== undefined && { about }) });
    }),
  );
  return { alarms: Object.fromEntries(alarms), findings };
}

/** `a` with failure `b-c` and `a-b` with failure `c` would share one alarm. */
function sharedNames(own: readonly [string, AlarmEntry][], entries: readonly ServiceEntry[]): readonly Finding[] {
  return repeated(own, ([name]) => name).flatMap(({ key, index, first }): readonly Finding[] => {
    const [one, other] = [own[first]?.[1].service, own[index]?.[1].service];
    if (one === other) return [];
    return [
      {
        path: ['services', entries.findIndex(({ name }) => name === other), 'name'],
        value: other,
        problem: `alarm "${key}" would be that of "${one}" and of "${other}"`,
        fix: 'rename one of the services',
      },
    ];
  });
}

function ownAlarms(healer: string, entry: ServiceEntry, runbooks: Runbooks): readonly [string, AlarmEntry][] {
  return Object.entries(entry.runbooks).flatMap(([failureType, overrides]) => {
    const runbook = runbooks[failureType];
    if (runbook === undefined) return [];
    return tailored(runbook, entry, overrides).watch.map((watch): [string, AlarmEntry] => [
      alarmName(healer, entry.name, failureType, watch.id),
      { service: entry.name, failureType },
    ]);
  });
}

function duplicateAlarm(name: string, taken: AlarmEntry, path: Finding['path']): Finding {
  return {
    path,
    value: name,
    problem: `alarm "${name}" already means ${taken.failureType} of "${taken.service}"`,
    fix: 'an alarm can mean one failure of one service, remove one of the two',
  };
}

/** A composite alarm is red because of others, which the healer answers already. */
function ofTheHealer(name: string, path: Finding['path']): Finding {
  const problem = `alarm "${name}" is the healer's own, red while others of the service are`;
  return { path, value: name, problem, fix: 'leave it out, the healer answers to those others' };
}

function notHealed(service: string, failureType: string, path: Finding['path']): Finding {
  const problem = `runbook "${failureType}" is not among those of "${service}"`;
  return { path, value: failureType, problem, fix: `add '${failureType}' to its runbooks` };
}
