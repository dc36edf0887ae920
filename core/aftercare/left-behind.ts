/**
 * What incidents changed and did not put back, by their own journals: what somebody has to look at before there is no healer any
 * more to do it. Whether it is still so is for the world to say. Unlike `left-over.ts`, what was handed to a person counts too.
 */
import { narrowedAttempt } from '../remedies/narrowed-pace.ts';
import { undoable } from '../remedies/undoable.ts';
import type { Attempt, Incident } from '../incident/incident.ts';

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
  const narrowed = narrowedAttempt(incident)?.journal.plan;
  const paces = narrowed?.kind === 'rollBack' && narrowed.canary !== undefined ? [narrowed.canary] : [];
  return [
    ...undoable(incident).toReversed().flatMap(changeOf),
    ...paces.map(({ usual, narrow }) => ({
      kind: 'pace' as const,
      usual: usual.maximumPercent,
      narrow: narrow.maximumPercent,
    })),
  ];
}

/** A release that was gone back from stays so: that is what healed, and nothing to put back. */
function changeOf({ journal: { plan, moves } }: Attempt): readonly LeftBehind[] {
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
    case 'rollBack':
      return [];
  }
}
