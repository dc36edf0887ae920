/** Finds the service of a red alarm: the one it is registered for, or the one that its series is grouped by. */
import { alarmNamed, serviceNamed, type Catalog } from '../catalog/catalog.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import type { AlarmSnapshot } from '../world/alarm.ts';
import { contributorIn } from '../catalog/contributor.ts';
import { serviceOfContributor } from '../signal/contributor-service.ts';

/** Dimensions of the alarm's series: those they share, and those that tell them apart. */
export function dimensionsOf({ name, looksAt }: AlarmSnapshot): Readonly<Record<string, string>> {
  const [element] = looksAt?.elements ?? [];
  const measured = element === undefined || 'expression' in element ? {} : element.dimensions;
  return { ...measured, ...contributorIn(name)?.attributes };
}

/** Undefined for an alarm of no registered service, or of several. */
export function serviceOfAlarm(alarm: AlarmSnapshot, catalog: Catalog): ServiceEntry | undefined {
  if (contributorIn(alarm.name) === undefined) {
    return serviceNamed(catalog, alarmNamed(catalog, alarm.name)?.service ?? '');
  }
  const found = serviceOfContributor(dimensionsOf(alarm), catalog);
  return found.kind === 'one' ? found.service : undefined;
}
