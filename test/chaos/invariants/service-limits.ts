/** One service is left alone after enough: so many attempts within a day, and so many uses of one remedy within hours. */
import { SKEW_MS_MAX } from '../engine/lambda.ts';
import type { Granted } from '../record/effect.ts';
import type { Invariant } from './invariant.ts';

const HOUR_MS = 3_600_000;
const SLACK_MS = 2 * SKEW_MS_MAX + 30_000;
/** Within a day, whatever is configured. */
const PER_DAY: Readonly<Partial<Record<Granted['remedy'], number>>> = { rollBack: 1, flipToggle: 2 };

export const serviceLimits: Invariant = {
  name: 'service-limits',
  holds: 'no service gets more attempts within a day, or more of one remedy within hours, than it may',
  watch: () => {
    const grants = new Map<string, Granted[]>();
    return (effect) => {
      if (effect.kind !== 'granted') return undefined;
      const { service, incidentId, attempt } = effect;
      const before = grants.get(service) ?? [];
      // A Lambda that died after it reserved decides again: the attempt is of the remedy that it reserved last.
      const known = [...before.filter((one) => one.incidentId !== incidentId || one.attempt !== attempt), effect];
      grants.set(service, known);
      return wrong(effect, known);
    };
  },
};

function wrong({ at, service, remedy, limits }: Granted, known: readonly Granted[]): string | undefined {
  const { attemptsPerDay, sameRemedyMax, sameRemedyHours } = limits.service;
  const within = (hours: number) => known.filter((one) => one.at > at - hours * HOUR_MS + SLACK_MS);
  const day = within(24);
  if (day.length > attemptsPerDay) return `${day.length} attempts at ${service} within a day; ${attemptsPerDay} may be`;
  const same = within(sameRemedyHours).filter((one) => one.remedy === remedy).length;
  if (same > sameRemedyMax)
    return `${remedy} ${same} times at ${service} within ${sameRemedyHours} h; ${sameRemedyMax} may be`;
  const sameDay = day.filter((one) => one.remedy === remedy).length;
  const most = PER_DAY[remedy] ?? Infinity;
  return sameDay > most ? `${remedy} ${sameDay} times at ${service} within a day; ${most} may be` : undefined;
}
