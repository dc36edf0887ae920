/**
 * What a closed incident left at a service that was taken out of the configuration since: nobody knows any more in which
 * cluster it is, and the healer may no longer change it. Only a toggle is known by the plan alone.
 */
import { serviceNamed } from '../../core/catalog/catalog.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { refused } from '../../core/remedies/remedy.ts';
import type { Next, Remedy } from '../../core/remedies/remedy.ts';
import type { StageWorld } from './stage.ts';

/** The refusal of a remedy that has to look at the service; undefined where it may. */
export function unregisteredRefusal(
  { catalog }: Pick<StageWorld, 'catalog'>,
  { observes }: Pick<Remedy, 'observes'>,
  { name }: Pick<ServiceEntry, 'name'>,
): Next | undefined {
  if (observes === 'toggle' || serviceNamed(catalog, name) !== undefined) return undefined;
  return refused('service-unregistered', `${name} is no longer registered with the healer: it is not touched`);
}
