/** What a decision knows about all services together: which others fail, and what is left of the limits. */
import { FRESH_ACCOUNT } from '../limits/account.ts';
import { ACCOUNT_POLICY, SERVICE_POLICY } from '../limits/policy.ts';
import { Bounds, FleetReading } from '../limits/requests.ts';
import { TIERS } from '../vocabulary.ts';
import { fieldsOf, byName, number, shape, word, list, type Shaped } from '../shape.ts';

export const Fleet = shape({
  ...fieldsOf(FleetReading),
  bounds: Bounds,
  /** Of the failing services; absent for one that is no longer registered. */
  tiers: byName(word(TIERS)),
  /** Starts of this service's recorded failures, this one included; oldest first. */
  begun: list(number),
});
export type Fleet = Shaped<typeof Fleet>;

/** A fleet without other failures and attempts. @param services number of services */
export function calmFleet(services: number): Fleet {
  const bounds = { services, account: ACCOUNT_POLICY, service: SERVICE_POLICY };
  return { sick: [], account: FRESH_ACCOUNT, log: [], bounds, tiers: {}, begun: [] };
}
