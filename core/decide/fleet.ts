/**
 * What limits a choice beyond the service itself: a storm, a common cause, the breaker, flapping, a repeated remedy.
 * Checked before choosing, so that another remedy may be found. The reservation checks again and has the last word.
 */
import type { RemedyStep } from '../catalog/runbook.ts';
import { stormHold } from '../limits/account.ts';
import type { AttemptLog } from '../limits/attempts-window.ts';
import { breakerState } from '../limits/breaker.ts';
import { flappingUntil } from '../limits/flapping.ts';
import { attemptId } from '../limits/reservation.ts';
import { repeatedHold } from '../limits/service-limits.ts';
import type { StormLevel } from '../limits/storm.ts';
import type { Plan } from '../incident/journal.ts';
import { hold, type Hold } from '../holds/hold.ts';
import { sheds } from '../remedies/plan-traits.ts';
import { changedBy, type ActionKind, type RemedyClass } from '../vocabulary.ts';
import { queueHold } from './account-queue.ts';
import { commonCause, turnOf } from './common-cause.ts';
import type { Facts } from '../facts/facts.ts';
import { memoizeLast } from '../facts/memoize-last.ts';

type Asked = Pick<Facts, 'fleet' | 'incident' | 'now'>;

/** Why nothing at all is done about the incident now; undefined when no such thing stands in the way. */
export function fleetHold({ fleet, now }: Pick<Facts, 'fleet' | 'now'>): Hold | undefined {
  if (fleet.kind === 'unknown') return undefined;
  const { account, bounds, begun } = fleet.value;
  const breaker = breakerState(account.breaker, bounds.account, now);
  if (breaker.kind === 'open') {
    const detail = 'recent attempts at several services did not help, so the breaker stops all healing';
    return { reason: 'breaker-open', detail, until: breaker.until };
  }
  const until = flappingUntil(begun, bounds.service, now);
  if (until === undefined) return undefined;
  return { reason: 'flapping', detail: 'it fails, recovers and fails again: no remedy lasts', until };
}

/**
 * Why a service only has to wait: a hard storm, and no toggle of it that sheds load. Then the healer reads nothing more
 * about it, because in a storm every incident asks AWS at once.
 */
export function standDown({
  fleet,
  service,
  incident,
}: Pick<Facts, 'fleet' | 'service' | 'incident'>): Hold | undefined {
  if (fleet.kind === 'unknown') return undefined;
  const sheds = service.toggles.some(
    ({ shedsLoad, helps }) => shedsLoad === true && helps.includes(incident.failureType),
  );
  return sheds ? undefined : stormHold(fleet.value.account.storm, 'soft');
}

/** Why other services forbid a remedy now; undefined when they do not. @param plan absent where it is not possible */
export function remedyHold(
  facts: Asked,
  step: { readonly remedy: ActionKind; readonly class: RemedyClass },
  plan: Plan | undefined,
): Hold | undefined {
  const { remedy } = step;
  const { fleet, now } = facts;
  if (fleet.kind === 'unknown') return hold('limits-unreadable', `the limits could not be read: ${fleet.why}`);
  const { account, bounds } = fleet.value;
  return (
    (account.storm === undefined ? undefined : stormHold(account.storm, stormLevelMax(facts, step, plan))) ??
    (changedBy(remedy) === 'toggle' ? undefined : commonCause(facts)) ??
    // Less load helps the other services too.
    (sheds(plan) ? undefined : queueHold(facts)) ??
    repeatedHold(others(facts), { remedy, policy: bounds.service, now })
  );
}

/** Attempts other than this one: a Lambda that died after the reservation finds its own attempt in the log. */
const others = memoizeLast(({ fleet, incident }: Asked): AttemptLog => {
  if (fleet.kind === 'unknown') return [];
  const own = attemptId({ incidentId: incident.id, attempt: incident.attempts.length + 1 });
  return fleet.value.log.filter((entry) => entry.attemptId !== own);
});

/**
 * The worst storm in which this remedy is allowed. A toggle that sheds load: in any. Any other toggle: in a soft one. A
 * safe remedy: in a soft one, for the service whose turn it is. A disruptive one: in none.
 */
export function stormLevelMax(asked: Asked, step: Pick<RemedyStep, 'class'>, plan: Plan | undefined): StormLevel {
  if (sheds(plan)) return 'hard';
  if (plan !== undefined && changedBy(plan.kind) === 'toggle') return 'soft';
  if (step.class === 'disruptive') return 'none';
  return isTurnInStorm(asked) ? 'soft' : 'none';
}

const isTurnInStorm = memoizeLast(({ fleet, incident, now }: Asked): boolean => {
  return fleet.kind === 'known' && turnOf(fleet.value.sick, fleet.value, now) === incident.id;
});

/** Lines for people while others fail too. */
export function fleetLine({ fleet, incident }: Pick<Facts, 'fleet' | 'incident'>): string | undefined {
  if (fleet.kind === 'unknown') return `limits unreadable: ${fleet.why}`;
  const { sick, bounds, account } = fleet.value;
  const others = new Set(sick.map(({ service }) => service).filter((service) => service !== incident.service));
  if (others.size === 0) return undefined;
  const named = [...others].slice(0, NAMED_MAX).join(', ');
  const storm = account.storm === undefined ? '' : `; a ${account.storm.level} storm is declared`;
  return `${others.size + 1} of ${bounds.services} services fail: also ${named}${others.size > NAMED_MAX ? ' …' : ''}${storm}`;
}

const NAMED_MAX = 5;
