/** By which numbers a service is limited: the configuration's, and the defaults for what it leaves out. */
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
