/**
 * Which runbooks heal a service, and what the service changes in them. A runbook fits when the service can start it and
 * has a metric to verify it; one that does not fit is left out of `all`, and refused when listed by name.
 */
import { tailored } from '../catalog/catalog.ts';
import type { Runbook } from '../catalog/runbook.ts';
import type { ServiceEntry, ServiceRunbook } from '../catalog/service.ts';
import { watchPeriodSeconds } from '../catalog/metrics.ts';
import type { Finding, Path } from '../runbook/problem.ts';
import { suggestion } from '../runbook/suggest.ts';
import type { ServiceSettings } from './config.ts';
import { tailor } from './tailoring.ts';

/** In a service's list: every runbook that fits. */
const ALL_RUNBOOKS = 'all';
/** CloudWatch's limit: an alarm covers at most a day. */
const ALARM_WINDOW_SECONDS_MAX = 86_400;
/** CloudWatch's limit for the children of a composite alarm. */
const COMPOSITE_CHILDREN_MAX = 100;

type Choice = ServiceSettings['runbooks'][number];

export interface ChosenRunbooks {
  readonly runbooks: Readonly<Record<string, ServiceRunbook>>;
  readonly findings: readonly Finding[];
}

/** A service's choice of runbooks. */
export interface Choices {
  /** The service's list of runbooks. */
  readonly runbooks: readonly Choice[];
  /** The failure types of the user's own alarms. */
  readonly brought: readonly string[];
}

/** Reads a service's list of runbooks. `path` leads to the list. */
export function chooseRunbooks(
  service: ServiceEntry,
  { runbooks: choices, brought }: Choices,
  runbooks: Readonly<Record<string, Runbook>>,
  path: Path,
): ChosenRunbooks {
  const findings: Finding[] = [];
  const chosen: Record<string, ServiceRunbook> = {};
  const all = choices.includes(ALL_RUNBOOKS);
  const misfits = (runbook: Runbook, at: Path): readonly Finding[] =>
    // An alarm of the user's own starts the runbook, and shows when the failure is over.
    brought.includes(runbook.failureType) ? [] : misfit(service, runbook, at);
  const fitting = Object.values(runbooks).filter((runbook) => misfits(runbook, []).length === 0);
  if (all) for (const runbook of fitting) chosen[runbook.failureType] = { thresholds: {} };
  const named = new Set<string>();
  choices.forEach((choice, index) => {
    if (choice === ALL_RUNBOOKS) return;
    const failureType = typeof choice === 'string' ? choice : choice.failureType;
    const at = [...path, index, ...(typeof choice === 'string' ? [] : ['failureType'])];
    const runbook = runbooks[failureType];
    if (runbook === undefined) {
      findings.push(unknownRunbook(failureType, at, runbooks));
    } else if (named.has(failureType)) {
      findings.push({
        path: at,
        value: failureType,
        problem: `runbook "${failureType}" is listed twice`,
        fix: 'keep one',
      });
    } else {
      findings.push(...misfits(runbook, at));
      const cut = { service, runbook, brought: brought.includes(failureType) };
      const tailoring = typeof choice === 'string' ? undefined : tailor(cut, choice, [...path, index]);
      findings.push(...(tailoring?.findings ?? []));
      chosen[failureType] = tailoring?.overrides ?? { thresholds: {} };
    }
    named.add(failureType);
  });
  return { runbooks: chosen, findings };
}

/** A failure type without a runbook. */
export function unknownRunbook(failureType: string, path: Path, runbooks: Readonly<Record<string, Runbook>>): Finding {
  const allowed = Object.keys(runbooks);
  return {
    path,
    value: failureType,
    problem: `unknown runbook "${failureType}"`,
    allowed,
    fix: suggestion(failureType, allowed) ?? `write runbooks/${failureType}.yaml`,
  };
}

function misfit(service: ServiceEntry, runbook: Runbook, path: Path): readonly Finding[] {
  const own = tailored(runbook, service, { thresholds: {} });
  const said = `service "${service.name}" cannot have runbook "${runbook.failureType}"`;
  const fix = 'give the service its targetGroup or an alarm of your own for this failure, or leave the runbook out';
  if (own.watch.length === 0 && own.signals.length === 0) {
    return [
      {
        path,
        value: runbook.failureType,
        problem: `${said}: none of its metrics exists without an application load balancer`,
        fix,
      },
    ];
  }
  // Alarms and ECS events verify themselves; an application's signal needs a reading.
  const custom = own.signals.some(({ kind }) => kind === 'custom');
  if (!custom || own.verification.conditions.length > 0) return [];
  return [{ path, value: runbook.failureType, problem: `${said}: nothing could show that it recovered`, fix }];
}

/** A service that no alarm and no event can start a heal for, though its owner relies on it. */
export function nothingToWatch(
  service: ServiceEntry,
  { brought }: Choices,
  runbooks: Readonly<Record<string, Runbook>>,
  path: Path,
): readonly Finding[] {
  const starts = Object.entries(service.runbooks).some(([failureType, overrides]) => {
    const runbook = runbooks[failureType];
    if (runbook === undefined) return false;
    return (
      brought.includes(failureType) ||
      runbook.signals.length > 0 ||
      tailored(runbook, service, overrides).watch.length > 0
    );
  });
  if (starts) return [];
  const problem = `service "${service.name}" would never be healed: none of its runbooks has an alarm or an event here`;
  return [{ path, problem, fix: "write runbooks: ['all'], or bring an alarm of your own" }];
}

/** Alarms whose window CloudWatch would refuse. */
export function longWindows(
  service: ServiceEntry,
  runbook: Runbook,
  overrides: ServiceRunbook,
  path: Path,
): readonly Finding[] {
  return tailored(runbook, service, overrides)
    .watch.filter((watch) => watch.outOf * watchPeriodSeconds(watch, service) > ALARM_WINDOW_SECONDS_MAX)
    .map((watch) => ({
      path,
      value: service.periodSeconds,
      problem: `${watch.outOf} periods of ${watchPeriodSeconds(watch, service)} s of watch "${watch.id}" (${runbook.failureType}) exceed a day`,
      fix: 'shorten periodSeconds or the breaching of the watch',
    }));
}

/** More alarms than the service's composite alarm can watch. */
export function tooManyAlarms(
  service: ServiceEntry,
  runbooks: Readonly<Record<string, Runbook>>,
  path: Path,
): readonly Finding[] {
  const count = Object.entries(service.runbooks)
    .map(([failureType, overrides]) => ({ runbook: runbooks[failureType], overrides }))
    .reduce(
      (sum, { runbook, overrides }) => sum + (runbook ? tailored(runbook, service, overrides).watch.length : 0),
      0,
    );
  if (count <= COMPOSITE_CHILDREN_MAX) return [];
  const problem = `service "${service.name}" has ${count} alarms, and a composite alarm watches ${COMPOSITE_CHILDREN_MAX}`;
  return [{ path, value: count, problem, fix: 'switch some off in its runbooks, or write serviceAlarms: false' }];
}

/** ECS events that start two runbooks of one service: chance would choose. */
export function rivals(
  service: ServiceEntry,
  runbooks: Readonly<Record<string, Runbook>>,
  path: Path,
): readonly Finding[] {
  const claimed = new Map<string, string>();
  return Object.keys(service.runbooks).flatMap((failureType) =>
    (runbooks[failureType]?.signals ?? []).flatMap(claimsOf).flatMap((claim): readonly Finding[] => {
      const other = claimed.get(claim);
      if (other === undefined) claimed.set(claim, failureType);
      if (other === undefined || other === failureType) return [];
      const problem = `${claim} would start both "${other}" and "${failureType}" of service "${service.name}"`;
      return [{ path, value: failureType, problem, fix: 'list only one of the two, or change the signals of one' }];
    }),
  );
}

/** Sources of signals that no runbook of the service accepts. */
export function unheardSignals(
  service: ServiceEntry,
  runbooks: Readonly<Record<string, Runbook>>,
  path: Path,
): readonly Finding[] {
  if (service.signalSources === undefined) return [];
  const takes = (type: string) => runbooks[type]?.signals.some(({ kind }) => kind === 'custom') === true;
  if (Object.keys(service.runbooks).some(takes)) return [];
  const allowed = Object.keys(runbooks).filter(takes);
  const problem = `no runbook of service "${service.name}" takes signals of applications`;
  return [
    { path, value: service.signalSources[0], problem, allowed, fix: 'list such a runbook, or leave signals out' },
  ];
}

function claimsOf(rule: Runbook['signals'][number]): readonly string[] {
  switch (rule.kind) {
    case 'taskStopped':
      return [`taskStopped (${rule.cause})`];
    case 'deploymentFailed':
      return ['deploymentFailed'];
    case 'serviceAction':
      return rule.events;
    case 'custom':
      // The runbook names its own failure type in the signal.
      return [];
  }
}
