/**
 * Handles leftovers at a service that was removed from the configuration: its cluster is unknown and the healer may no
 * longer change it. Only a toggle can be undone by its plan alone.
 */
import { serviceNamed } from '../../core/catalog/catalog.ts';
import type { ServiceEntry } from '../../core/catalog/service.ts';
import { refused } from '../../core/remedies/remedy.ts';
import type { Next, Remedy } from '../../core/remedies/remedy.ts';
import type { StageWorld } from './stage.ts';

/** The refusal of a remedy that has to read the service; undefined for the others. */
export function unregisteredRefusal(
  { catalog }: Pick<StageWorld, 'catalog'>,
  { observes }: Pick<Remedy, 'observes'>,
  { name }: Pick<ServiceEntry, 'name'>,
): Next | undefined {
  if (observes === 'toggle' || serviceNamed(catalog, name) !== undefined) return undefined;
  return refused('service-unregistered', `${name} is no longer registered with the healer: it is not touched`);
}
