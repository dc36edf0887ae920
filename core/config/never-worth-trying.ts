/**
 * Runbooks that will never heal a service: with its period, verification takes so long that a person is cheaper than
 * any remedy. The check uses the decision itself, with the chances of an untried runbook and the most favourable
 * circumstances for each remedy.
 */
import { runbookFor, type Catalog } from '../catalog/catalog.ts';
import type { Runbook } from '../catalog/runbook.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import { priorOf, type RecentChanges } from '../decide/belief.ts';
import { DECISION_POLICY } from '../decide/policy.ts';
import { scoreOf, type Score } from '../decide/rank.ts';
import { verifyingMinutes } from '../decide/verifying-minutes.ts';
import { metricElements } from '../catalog/metrics.ts';
import { FLIP_DISRUPTION_MINUTES } from '../remedies/flip-toggle/flip-toggle.ts';
import { ROLL_BACK_DISRUPTION_MINUTES } from '../remedies/roll-back/roll-back.ts';
import { changedBy, type Change } from '../vocabulary.ts';

export interface NeverWorthTrying {
  readonly service: ServiceEntry;
  readonly failureType: string;
  /** Of the best remedy: the chance that it helps, 0-1, and its expected cost. */
  readonly mean: number;
  readonly costMinutes: number;
  /** Cost of a person, in minutes. */
  readonly personMinutes: number;
}

/** Each runbook of a service with remedies of which none could ever be chosen; in the order of the catalog. */
export function neverWorthTrying(catalog: Catalog): readonly NeverWorthTrying[] {
  return Object.values(catalog.services).flatMap((service) =>
    Object.keys(service.runbooks).flatMap((failureType) => {
      const runbook = runbookFor(catalog, service, failureType);
      const scores = runbook === undefined ? [] : scoresOf(service, runbook);
      const best = scores.toSorted((a, b) => b.score - a.score)[0];
      if (best === undefined || scores.some(({ worthTrying }) => worthTrying)) return [];
      const { mean, costMinutes } = best;
      return [{ service, failureType, mean, costMinutes, personMinutes: DECISION_POLICY.pageMinutes[service.tier] }];
    }),
  );
}

/** Least disruption of each change: of many tasks, one is replaced. */
const DISRUPTION_MINUTES: Readonly<Record<Change, number>> = {
  tasks: 0,
  toggle: FLIP_DISRUPTION_MINUTES,
  release: ROLL_BACK_DISRUPTION_MINUTES,
  count: 0,
};

/** Explanations of a failure that raise the chance of their remedy. */
const EXPLANATIONS: readonly RecentChanges[] = [
  { release: 'none', toggle: false },
  { release: 'reversible', toggle: false },
  { release: 'none', toggle: true },
  { release: 'none', toggle: false, shedding: true },
];

function scoresOf(service: ServiceEntry, { remedies, verification, failureType }: Runbook): readonly Score[] {
  const { goodMinutes, badMinutes } = verifyingMinutes(verification, service.periodSeconds);
  return remedies.flatMap((step, position) => {
    const changed = changedBy(step.remedy);
    if (changed === undefined || !mayBePossible(service, changed, failureType)) return [];
    return EXPLANATIONS.map((change) => {
      const minutesWhenItWorks = step.expectedMinutes + goodMinutes;
      const minutesWhenItDoesNot = step.expectedMinutes + badMinutes;
      const minutes = { minutesWhenItWorks, minutesWhenItDoesNot, disruptionMinutes: DISRUPTION_MINUTES[changed] };
      return scoreOf({ prior: priorOf(step, position, change), experience: undefined, ...minutes }, service.tier);
    });
  });
}

/** Whether the service has what the change needs, so that only its cost rules it out. */
function mayBePossible(service: ServiceEntry, changed: Change, failureType: string): boolean {
  if (changed === 'toggle') return service.toggles.some(({ helps }) => helps.includes(failureType));
  return changed !== 'count' || metricElements('requestCount', service) !== undefined;
}
