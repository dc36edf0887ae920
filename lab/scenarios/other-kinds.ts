/** Services of other kinds than those of the shop, which run in its place: all that their configuration names. */
import type { Scenario } from './scenario.ts';

export const OTHER_KINDS: Pick<Scenario, 'config' | 'services'> = {
  config: 'lab/kinds.config.ts',
  services: ['search', 'mailer'],
};
