/**
 * What a decision knows of all services together: who else fails, and what is left of the limits.
 */
import { FRESH_ACCOUNT } from '../limits/account.ts';
import { ACCOUNT_POLICY, SERVICE_POLICY } from '../limits/policy.ts';
import type { Bounds, FleetReading } from '../limits/requests.ts';
import type { Tier } from '../vocabulary.ts';

/** What is known of all services together. */
export interface Fleet extends FleetReading {
  readonly bounds: Bounds;
  /** Of the sick ones; one that is not registered any more has none. */
  readonly tiers: Readonly<Record<string, Tier>>;
  /** When the failures of this service began that are on record, this one included; oldest first. */
  readonly begun: readonly number[];
}

/** A fleet in which nobody else fails and nothing was done yet. @param services there are */
export function calmFleet(services: number): Fleet {
  const bounds = { services, account: ACCOUNT_POLICY, service: SERVICE_POLICY };
  return { sick: [], account: FRESH_ACCOUNT, log: [], bounds, tiers: {}, begun: [] };
}
