/**
 * One task first. A rolling deployment starts as many new tasks at once as its configuration allows, by default all.
 * With `maximumPercent` narrowed to one task beyond the desired count it starts a single task, and stops none before
 * that one is healthy. ADR 9 has the reasons and the limits.
 */
import type { RolloutLimits, ServiceSnapshot } from '../../world/service.ts';

export type CanaryLimits =
  | { readonly kind: 'possible'; readonly usual: RolloutLimits; readonly narrow: RolloutLimits }
  | { readonly kind: 'impossible'; readonly why: string };

/** The rollout limits of the service, and those under which one task goes first. */
export function canaryLimits({ desiredCount, rollout }: ServiceSnapshot): CanaryLimits {
  if (rollout === undefined) return impossible('its deployment configuration could not be read');
  if (rollout.hasHooks) return impossible('its deployments run hooks of their own');
  if (desiredCount < 1) return impossible('the service is scaled to zero');
  const { minimumHealthyPercent, maximumPercent } = rollout;
  if (Math.floor((desiredCount * maximumPercent) / 100) <= desiredCount) {
    return impossible(`its deployments may start no task beyond the desired count (maximumPercent ${maximumPercent})`);
  }
  const usual = { minimumHealthyPercent, maximumPercent };
  // ECS rounds the maximum down, so this is the least that allows one more task.
  const narrow = { minimumHealthyPercent: 100, maximumPercent: Math.ceil((100 * (desiredCount + 1)) / desiredCount) };
  return {
    kind: 'possible',
    usual,
    narrow: { ...narrow, maximumPercent: Math.min(narrow.maximumPercent, maximumPercent) },
  };
}

function impossible(why: string): CanaryLimits {
  return { kind: 'impossible', why };
}

export function sameRolloutLimits(a: RolloutLimits, b: RolloutLimits): boolean {
  return a.minimumHealthyPercent === b.minimumHealthyPercent && a.maximumPercent === b.maximumPercent;
}
