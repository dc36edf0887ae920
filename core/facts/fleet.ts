/** What a decision knows about all services together: which others fail, and what is left of the limits. */
import { FRESH_ACCOUNT } from '../limits/account.ts';
import { ACCOUNT_POLICY, SERVICE_POLICY } from '../limits/policy.ts';
import type { Bounds, FleetReading } from '../limits/requests.ts';
import type { Tier } from '../vocabulary.ts';

export interface Fleet extends FleetReading {
  readonly bounds: Bounds;
  /** Of the failing services; absent for one that is no longer registered. */
  readonly tiers: Readonly<Record<string, Tier>>;
  /** Starts of this service's recorded failures, this one included; oldest first. */
  readonly begun: readonly number[];
}

/** A fleet without other failures and attempts. @param services number of services */
export function calmFleet(services: number): Fleet {
  const bounds = { services, account: ACCOUNT_POLICY, service: SERVICE_POLICY };
  return { sick: [], account: FRESH_ACCOUNT, log: [], bounds, tiers: {}, begun: [] };
}
