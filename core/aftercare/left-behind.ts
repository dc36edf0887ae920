/**
 * What closed incidents changed and did not put back, by their own record: what a person has to look at before there is no
 * healer any more to do it. Whether it is still so is for the world to say. What was handed to an operator counts too.
 */
import type { Incident } from '../incident/incident.ts';
import { attemptOf, undoable } from '../incident/leftovers.ts';
import { changeOf } from '../remedies/leaves.ts';
import type { LeftBehind } from '../remedies/leaves-of.ts';

/** One change, with the newest incident that made it. */
export type LeftBy = LeftBehind & { readonly incident: Incident };

/** Of closed incidents; what an open one did is its own to take back. Each parameter and each service is there once. */
export function leftBehind(incidents: readonly Incident[]): readonly LeftBy[] {
  const closed = incidents.filter(({ phase }) => phase === 'closed').toSorted((a, b) => a.openedAt - b.openedAt);
  const newest = new Map<string, LeftBy>();
  for (const incident of closed) {
    for (const left of leftIn(incident)) {
      const of = left.kind === 'toggle' ? left.parameter : `${left.kind} of ${incident.service}`;
      newest.set(of, { ...left, incident });
    }
  }
  return [...newest.values()];
}

function leftIn(incident: Incident): readonly LeftBehind[] {
  const left = undoable(incident).toReversed();
  return left.flatMap((one) => changeOf(attemptOf(incident, one), one) ?? []);
}
