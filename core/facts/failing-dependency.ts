/**
 * Tells a service that fails from one whose dependency fails. Errors and waiting travel from callee to caller; memory
 * and CPU do not. Where a dependency is failing, the dependency is healed, and its callers may only do without it.
 */
import type { Hold } from '../holds/hold.ts';
import { aboutIncident, travels } from '../signal/about.ts';
import { hasHeadroom } from '../limits/headroom.ts';
import type { Facts } from './facts.ts';

/**
 * Why fresh tasks would keep alive what several services suffer from; undefined while one fails alone, or where
 * nothing measures how busy the dependency is. Its callers are taken to ask alike. Not to have been able to look is a reason.
 */
export function noHeadroom({ dependencies }: Pick<Facts, 'dependencies'>): Hold | undefined {
  const full = dependencies.find(
    ({ utilisation, callers = 1 }) => utilisation !== undefined && !hasHeadroom(utilisation, 1 / callers),
  );
  if (full === undefined) return unreadHeadroom(dependencies);
  const busy = Math.round((full.utilisation ?? 0) * 100);
  const detail = `${full.service}, which the failing services call, is ${busy} % busy: fresh tasks would keep it failing`;
  return { reason: 'no-headroom', detail };
}

function unreadHeadroom(dependencies: Facts['dependencies']): Hold | undefined {
  const found = dependencies.find(({ utilisationUnread }) => utilisationUnread !== undefined);
  if (found === undefined) return undefined;
  const detail = `how busy ${found.service} is could not be read (${found.utilisationUnread}), and others fail with it`;
  return { reason: 'metrics-unreadable', detail };
}

/**
 * Why replacing or rolling back this service would be treating the wrong one; undefined when nothing says so. A signal of
 * which it is not known what it is about may come from there too.
 */
export function failingDependency(facts: Pick<Facts, 'dependencies' | 'incident' | 'runbook'>): Hold | undefined {
  const failing = facts.dependencies.find((dependency) => dependency.failing);
  if (failing === undefined) return undefined;
  const about = aboutIncident(facts);
  const { service, health } = failing;
  if (travels(about))
    return dependencyFailing(`${service}, which it depends on, is ${health}: that is the one to heal`);
  if (!about.unknown) return undefined;
  const detail = `${service}, which it depends on, is ${health}, and what the signal is about is not known: it may come from there`;
  return dependencyFailing(detail);
}

function dependencyFailing(detail: string): Hold {
  return { reason: 'dependency-failing', detail };
}

/**
 * The dependency this service recovered with: it waited for a failing one, and that one was healed meanwhile or is being
 * healed now. Undefined where it waited for none: then it recovered by itself.
 */
export function recoveredWith({
  dependencies,
  incident,
}: Pick<Facts, 'dependencies' | 'incident'>): string | undefined {
  const waited = incident.decisions.some(({ holds, candidates }) =>
    [...holds, ...candidates.flatMap((candidate) => candidate.holds)].some(isForDependency),
  );
  if (!waited) return undefined;
  return dependencies.find(({ failing, healedAt }) => failing || (healedAt ?? 0) >= incident.onsetAt)?.service;
}

function isForDependency({ reason }: Hold): boolean {
  return reason === 'dependency-failing';
}
