/**
 * Tells a service that fails from one whose dependency fails. Errors and latency travel from callee to caller; memory
 * and CPU do not. The healer heals the dependency, and only sheds its use at the callers.
 */
import type { Hold } from '../holds/hold.ts';
import { aboutIncident, travels } from '../signal/about.ts';
import { hasHeadroom } from '../limits/headroom.ts';
import type { Facts } from './facts.ts';

/**
 * Why fresh tasks would overload a dependency that several failing services share; undefined while one fails alone, or
 * where no metric shows its load. Its callers are assumed to cause equal load. A failed read holds too.
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
  const detail = `the load of ${found.service} could not be read (${found.utilisationUnread}), and other services fail too`;
  return { reason: 'metrics-unreadable', detail };
}

/**
 * Why replacing or rolling back would treat the wrong service; undefined without a failing dependency. A signal about
 * an unknown metric may come from the dependency too.
 */
export function failingDependency(facts: Pick<Facts, 'dependencies' | 'incident' | 'runbook'>): Hold | undefined {
  const failing = facts.dependencies.find((dependency) => dependency.failing);
  if (failing === undefined) return undefined;
  const about = aboutIncident(facts);
  const { service, health } = failing;
  if (travels(about)) return dependencyFailing(`${service}, which it depends on, is ${health}: heal that one`);
  if (!about.unknown) return undefined;
  const detail = `${service}, which it depends on, is ${health}, and the signal's metric is unknown: the failure may come from there`;
  return dependencyFailing(detail);
}

function dependencyFailing(detail: string): Hold {
  return { reason: 'dependency-failing', detail };
}

/** The dependency that this service waited for, healed since or under way. Undefined where it waited for none. */
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
