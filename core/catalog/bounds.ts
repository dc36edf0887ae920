/** The limits of a service: the configuration's, and defaults for the others. */
import type { Catalog } from './catalog.ts';
import type { ServiceEntry } from './service.ts';
import type { Bounds } from '../limits/requests.ts';
import { ACCOUNT_POLICY, SERVICE_POLICY } from '../limits/policy.ts';

export function boundsOf(catalog: Catalog, service: ServiceEntry): Bounds {
  return {
    services: Object.keys(catalog.services).length,
    account: { ...ACCOUNT_POLICY, ...catalog.limits },
    service: { ...SERVICE_POLICY, ...service.limits },
  };
}
