/**
 * What closed incidents changed and did not change back, by their own records. A person needs this list before removing
 * the healer; the caller checks whether the world still shows each change. Leftovers handed to an operator count too.
 */
import type { Incident } from '../incident/incident.ts';
import { attemptOf, undoable } from '../incident/leftovers.ts';
import { changeOf } from '../remedies/leaves.ts';
import type { LeftBehind } from '../remedies/traits-of.ts';

/** One change, with the newest incident that made it. */
export type LeftBy = LeftBehind & { readonly incident: Incident };

/** An open incident has no leftovers, because it undoes its own changes. Each parameter and each service appears once. */
export function leftBehind(incidents: readonly Incident[]): readonly LeftBy[] {
  const newest = new Map<string, LeftBy>();
  for (const incident of incidents.toSorted((a, b) => a.openedAt - b.openedAt)) {
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
