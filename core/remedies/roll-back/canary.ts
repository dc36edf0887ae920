/**
 * One task first. A rolling deployment of ECS starts as many new tasks at once as its configuration allows, all of them
 * by default; narrowed to one beyond the desired count it begins with a single task, and stops none before that one is
 * healthy. ADR 9 says why it is done so, and what it cannot do.
 */
import type { RolloutPace, ServiceSnapshot } from '../../world/service.ts';

export type CanaryPace =
  | { readonly kind: 'possible'; readonly usual: RolloutPace; readonly narrow: RolloutPace }
  | { readonly kind: 'impossible'; readonly why: string };

/** How deployments of the service are paced, and how they are when one task goes first. */
export function canaryPace({ desiredCount, rollout }: ServiceSnapshot): CanaryPace {
  if (rollout === undefined) return impossible('how its deployments proceed could not be read');
  if (rollout.hasHooks) return impossible('its deployments run hooks of their own');
  if (desiredCount < 1) return impossible('the service is scaled to zero');
  const { minimumHealthyPercent, maximumPercent } = rollout;
  if (Math.floor((desiredCount * maximumPercent) / 100) <= desiredCount) {
    return impossible(`its deployments may start no task beyond the desired ones (maximumPercent ${maximumPercent})`);
  }
  const usual = { minimumHealthyPercent, maximumPercent };
  // ECS rounds the maximum down, so this is the least that leaves room for one more.
  const narrow = { minimumHealthyPercent: 100, maximumPercent: Math.ceil((100 * (desiredCount + 1)) / desiredCount) };
  return {
    kind: 'possible',
    usual,
    narrow: { ...narrow, maximumPercent: Math.min(narrow.maximumPercent, maximumPercent) },
  };
}

function impossible(why: string): CanaryPace {
  return { kind: 'impossible', why };
}

export function samePace(a: RolloutPace, b: RolloutPace): boolean {
  return a.minimumHealthyPercent === b.minimumHealthyPercent && a.maximumPercent === b.maximumPercent;
}
