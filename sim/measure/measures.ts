/**
 * One run in numbers. The cost of an incident is the minutes users suffered plus the minutes that acting cost them, in one
 * unit, so that a policy cannot look good by restarting everything. Averages over incidents hide the worst ones; the
 * percentiles do not.
 */
import { attemptsOf, type FaultRecord, type RunRecord } from '../engine/record.ts';
import { HORIZON_MINUTES } from '../world/fleet.ts';
import { PARAMETERS } from '../world/parameters.ts';
import { mean } from '../../core/statistics.ts';
import { quantile } from './interval.ts';

/**
 * What each measure means, for the documentation. All per incident (that is, per fault: a return counts with what returned),
 * unless said otherwise.
 */
export const MEANINGS = {
  cost: 'downtime and disruption, minutes per incident',
  downtimeMinutes: 'minutes users suffered per incident, from the alarm on',
  downtimeP50: 'its median',
  downtimeP90: 'its 90th percentile',
  downtimeP99: 'its 99th percentile',
  disruptionMinutes: 'minutes that actions cost by themselves, weighed by tier, and harm',
  attempts: 'remedies used per incident',
  wrongActions: 'of these, the ones that did not end the failure',
  unneededActions: 'of these, the ones whose failure ended by itself before they were verified',
  escalationRate: 'incidents for which a person was paged',
  pages: 'pages per incident',
  selfRecoveredRate: 'incidents that ended before anything was tried',
  relapseRate: 'verified heals after which the same failure returned',
  harmRate: 'attempts that made things worse',
  availability: 'share of service time without failure',
};
export type Measure = keyof typeof MEANINGS;
export const MEASURES = Object.keys(MEANINGS) as readonly Measure[];

export type Measures = Readonly<Record<Measure, number>>;

/** Incidents after which learning is looked at. */
export const CURVE_MARKS = [50, 100, 200, 500, 1_000, 2_000, 4_000] as const;

export function costOf({ downtimeMinutes, disruptionMinutes }: FaultRecord): number {
  return downtimeMinutes + disruptionMinutes;
}

/** @throws Error for a run without incidents */
export function measuresOf({ faults }: RunRecord): Measures {
  const attempts = faults.flatMap(attemptsOf);
  const perFault = (count: (fault: FaultRecord) => number): number => mean(faults.map(count));
  const downtimes = faults.map(({ downtimeMinutes }) => downtimeMinutes).toSorted((a, b) => a - b);
  const heals = attempts.filter(({ status }) => status === 'succeeded').length;
  const relapses = faults.reduce((sum, fault) => sum + fault.relapses, 0);
  const downtime = downtimes.reduce((sum, minutes) => sum + minutes, 0);
  return {
    cost: perFault(costOf),
    downtimeMinutes: mean(downtimes),
    downtimeP50: quantile(downtimes, 0.5),
    downtimeP90: quantile(downtimes, 0.9),
    downtimeP99: quantile(downtimes, 0.99),
    disruptionMinutes: perFault(({ disruptionMinutes }) => disruptionMinutes),
    attempts: attempts.length / faults.length,
    wrongActions: attempts.filter(({ cured }) => !cured).length / faults.length,
    unneededActions: attempts.filter(({ unneeded }) => unneeded).length / faults.length,
    escalationRate: perFault(({ pages }) => (pages > 0 ? 1 : 0)),
    pages: perFault(({ pages }) => pages),
    selfRecoveredRate: perFault((fault) => (isSelfRecovered(fault) ? 1 : 0)),
    relapseRate: heals === 0 ? 0 : relapses / heals,
    harmRate: attempts.length === 0 ? 0 : attempts.filter(({ harmful }) => harmful).length / attempts.length,
    availability: 1 - downtime / (HORIZON_MINUTES * PARAMETERS.services.value),
  };
}

function isSelfRecovered({ incidents }: FaultRecord): boolean {
  return incidents.every(({ outcome, attempts }) => outcome === 'self-recovered' && attempts.length === 0);
}

/** Mean cost of the first n incidents, for every mark that the run reaches. */
export function curveOf({ faults }: RunRecord): Readonly<Record<number, number>> {
  const reached = CURVE_MARKS.filter((mark) => mark <= faults.length);
  return Object.fromEntries(reached.map((mark) => [mark, mean(faults.slice(0, mark).map(costOf))]));
}
