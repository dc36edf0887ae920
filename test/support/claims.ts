/** A shop of which an application claims failures, and what it claims. */
import { aToggle } from './catalog.ts';
import { customEvent } from './events.ts';
import { aShop, type Shop } from './shop.ts';

/** The failure that is claimed. */
export const CLAIMED = 'dependency-failure';

/** A shop whose errors are measured, with a toggle that helps against a dependency that is down. */
export function measuredShop(errorRatePercent: () => number | undefined): Shop {
  const shop = aShop({ service: { toggles: [aToggle('second-provider', [CLAIMED])] } });
  shop.memory.metrics.setMetric(shop.user, 'errorRatePercent', errorRatePercent);
  return shop;
}

let claims = 0;

/** The event of a claim, now. */
export function claim(shop: Shop, state: 'ALARM' | 'OK' = 'ALARM'): Record<string, unknown> {
  const detail = { service: 'user', failureType: CLAIMED, state, summary: 'payments time out' };
  return customEvent(detail, shop.now(), `claim-${claims++}`);
}
