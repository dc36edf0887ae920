/**
 * What closed incidents changed and did not put back, by their own record: what a person has to look at before there is no
 * healer any more to do it. Whether it is still so is for the world to say. What was handed to an operator counts too.
 */
import type { Incident } from '../incident/incident.ts';
import type { Leftover } from '../incident/leftover.ts';
import { attemptOf, undoable } from '../incident/leftovers.ts';

/** One change, by the newest incident that made it. */
export type LeftBehind =
  | { readonly kind: 'toggle'; readonly parameter: string; readonly value: string; readonly previous: string }
  /** `to`: the highest count that was asked for. */
  | { readonly kind: 'count'; readonly from: number; readonly to: number }
  /** The most tasks that deployments may run, in percent of the count. */
  | { readonly kind: 'pace'; readonly usual: number; readonly narrow: number };

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
  return left.flatMap((one) => changeOf(incident, one));
}

/** A release that was rolled back stays so, because that is what healed; its rollout limits are to be put back. */
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
