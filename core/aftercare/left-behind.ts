/**
 * What closed incidents changed and did not change back, by their own records. A person needs this list before removing
 * the healer; the caller checks whether the world still shows each change. Leftovers handed to an operator count too.
 */
import type { Incident } from '../incident/incident.ts';
import type { Leftover } from '../incident/leftover.ts';
import { attemptOf, undoable } from '../incident/leftovers.ts';

/** One change, by the newest incident that made it. */
export type LeftBehind =
  | { readonly kind: 'toggle'; readonly parameter: string; readonly value: string; readonly previous: string }
  /** `to`: the highest count that the healer set. */
  | { readonly kind: 'count'; readonly from: number; readonly to: number }
  /** `maximumPercent` of deployments. */
  | { readonly kind: 'pace'; readonly usual: number; readonly narrow: number };

export type LeftBy = LeftBehind & { readonly incident: Incident };

/** For closed incidents only; an open one undoes its own changes. Each parameter and each service appears once. */
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
  return left.flatMap((one) => changeOf(incident, one));
}

/** A rolled-back release stays, because it healed; the rollout limits do not. */
function changeOf(incident: Incident, left: Leftover): readonly LeftBehind[] {
  const { plan, moves } = attemptOf(incident, left).journal;
  switch (plan.kind) {
    case 'flipToggle':
      return [{ kind: 'toggle', parameter: plan.parameter, value: plan.value, previous: plan.previous }];
    case 'scaleOut':
      return [{ kind: 'count', from: plan.from, to: plan.to }];
    case 'replaceTasks': {
      const counts = moves.flatMap(({ move }) => (move.kind === 'setDesiredCount' ? [move.count] : []));
      const to = Math.max(plan.desiredBefore, ...counts);
      return to > plan.desiredBefore ? [{ kind: 'count', from: plan.desiredBefore, to }] : [];
    }
    case 'rollBack': {
      if (left.dueAt === undefined || plan.canary === undefined) return [];
      const { usual, narrow } = plan.canary;
      return [{ kind: 'pace', usual: usual.maximumPercent, narrow: narrow.maximumPercent }];
    }
  }
}
