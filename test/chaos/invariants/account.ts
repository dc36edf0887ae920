/**
 * All services together: no more heals at once than the account's share, and no more attempts in any stretch of time than
 * burst and refill give. Counted here by grants and by who has a lease, not by the healer's own account.
 */
import { LEASE_SECONDS } from '../../../core/limits/lease.ts';
import { SKEW_MS_MAX } from '../engine/lambda.ts';
import type { Granted } from '../record/effect.ts';
import type { Invariant } from './invariant.ts';

/** What two wrong clocks and calls on their way can take from a stretch of time. */
const SLACK_MS = 2 * SKEW_MS_MAX + 30_000;
const HELD_MS = LEASE_SECONDS * 1_000 - SLACK_MS;

export const account: Invariant = {
  name: 'account-limits',
  holds: 'no more services are healed at once, and no more attempts are made, than all services together may',
  watch: () => {
    const holders = new Map<string, number>();
    const grants: number[] = [];
    const known = new Set<string>();
    return (effect) => {
      if (effect.kind === 'released') holders.delete(effect.incidentId);
      if (effect.kind === 'renewed') holders.set(effect.incidentId, effect.at);
      if (effect.kind !== 'granted') return undefined;
      holders.set(effect.incidentId, effect.at);
      const id = `${effect.incidentId}#${effect.attempt}`;
      if (known.has(id)) return undefined;
      known.add(id);
      grants.push(effect.at);
      return tooMany(effect, holders) ?? tooFast(effect, grants);
    };
  },
};

function tooMany({ at, services, limits }: Granted, holders: ReadonlyMap<string, number>): string | undefined {
  const most = Math.max(1, Math.floor(services * limits.account.concurrentShare));
  const holding = [...holders.values()].filter((since) => since > at - HELD_MS).length;
  return holding > most ? `${holding} heals at once; ${most} may be` : undefined;
}

function tooFast({ at, limits }: Granted, grants: readonly number[]): string | undefined {
  const { burst, refillMinutes } = limits.account;
  for (let first = grants.length - 1; first >= 0; first--) {
    const since = grants[first] ?? at;
    const most = burst + Math.ceil((at - since + SLACK_MS) / (refillMinutes * 60_000));
    if (grants.length - first > most) {
      return `${grants.length - first} attempts within ${Math.round((at - since) / 60_000)} min; ${most} may be`;
    }
  }
  return undefined;
}
