/** By which numbers the healer is limited in a world: some hardly, so that much is done in them, some far more than by default. */
import type { Catalog } from '../../../core/catalog/catalog.ts';
import type { ServiceEntry } from '../../../core/catalog/service.ts';
import { ACCOUNT_POLICY, SERVICE_POLICY, type AccountPolicy, type ServicePolicy } from '../../../core/limits/policy.ts';

/** Half of the worlds hardly limit a service, so that much is done in them. */
export const SERVICE_LIMITS: readonly Partial<ServicePolicy>[] = [
  { attemptsPerDay: 80, gapMinutes: [0], sameRemedyMax: 80, flappingFailures: 90 },
  { attemptsPerDay: 80, gapMinutes: [1], sameRemedyMax: 4, flappingFailures: 90 },
  {},
  { attemptsPerDay: 3, sameRemedyMax: 1, flappingFailures: 2 },
];

/** Two of five worlds hardly limit the account; the others know storms. */
export const ACCOUNT_LIMITS: readonly Partial<AccountPolicy>[] = [
  {
    burst: 200,
    refillMinutes: 1,
    concurrentShare: 1,
    stormMembers: 9_000,
    massMembers: 9_000,
    commonCauseServices: 9_000,
    breakerFailures: 9_000,
  },
  {
    burst: 200,
    refillMinutes: 1,
    concurrentShare: 0.5,
    stormMembers: 9_000,
    massMembers: 9_000,
    commonCauseServices: 9_000,
  },
  {},
  { burst: 2, refillMinutes: 10, concurrentShare: 0.2, stormMembers: 4, softStormShare: 0.5, hardStormShare: 0.8 },
  {
    burst: 20,
    refillMinutes: 2,
    concurrentShare: 0.6,
    stormMembers: 6,
    commonCauseServices: 5,
    breakerOpenMinutes: 10,
  },
];

/** The numbers a catalog limits by, defaults filled in. */
export function limitsOf(
  { limits }: Catalog,
  entry: ServiceEntry,
): { readonly account: AccountPolicy; readonly service: ServicePolicy } {
  return { account: { ...ACCOUNT_POLICY, ...limits }, service: { ...SERVICE_POLICY, ...entry.limits } };
}
