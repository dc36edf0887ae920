/** Which storm a decision was made in, and whether it is this incident that tells people of it. */
import type { Catalog } from '../catalog/catalog.ts';
import type { Known } from '../world/known.ts';
import type { Fleet } from '../facts/fleet.ts';
import type { Incident } from '../incident/incident.ts';
import { stormNotice } from '../notify/storm-message.ts';
import type { StepInput } from '../transitions/inputs.ts';

/** The storm on record, with what people are told of it where this incident was the first to see it. */
export function stormSeen(
  fleet: Known<Fleet>,
  incident: Pick<Incident, 'id' | 'storm'>,
  catalog: Catalog,
): Pick<Extract<StepInput, { kind: 'decided' }>, 'storm'> {
  // What could not be read now is what it was: forgotten, it would be told again.
  if (fleet.kind === 'unknown') return incident.storm === undefined ? {} : { storm: { since: incident.storm } };
  if (fleet.value.account.storm === undefined) return {};
  const { since, declaredBy } = fleet.value.account.storm;
  const first = declaredBy === incident.id && incident.storm !== since;
  return { storm: { since, ...(first && { notice: stormNotice(fleet.value, catalog) }) } };
}
