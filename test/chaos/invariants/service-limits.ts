/** One service is left alone after enough: so many attempts within a day, and so many uses of one remedy within hours. */
import { SKEW_MS_MAX } from '../engine/lambda.ts';
import type { Move } from '../../../core/remedies/journal.ts';
import type { Granted, Moved } from '../record/effect.ts';
import type { Invariant } from './invariant.ts';

const HOUR_MS = 3_600_000;
const SLACK_MS = 2 * SKEW_MS_MAX + 30_000;
/** Attempts that began with such a move, within a day, whatever is configured: what was reserved and not begun did nothing. */
const PER_DAY: Readonly<Partial<Record<Move['kind'], number>>> = { setTaskDefinition: 1, writeToggle: 2 };

export const serviceLimits: Invariant = {
  name: 'service-limits',
  holds: 'no service gets more attempts within a day, or more of one remedy within hours, than it may',
  watch: () => {
    const grants = new Map<string, Granted[]>();
    const begun: Moved[] = [];
    return (effect) => {
      if (effect.kind === 'moved' && effect.first && effect.operation === 'apply') {
        // A move that was made again is of the same attempt.
        if (begun.some((one) => one.incidentId === effect.incidentId && one.attempt === effect.attempt))
          return undefined;
        begun.push(effect);
        return oftenBegun(effect, begun);
      }
      if (effect.kind !== 'granted') return undefined;
      const { service, incidentId, attempt } = effect;
      const known = grants.get(service) ?? [];
      grants.set(service, known);
      if (known.some((one) => one.incidentId === incidentId && one.attempt === attempt)) return undefined;
      known.push(effect);
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
  return undefined;
}

function oftenBegun({ at, service, move: { kind } }: Moved, begun: readonly Moved[]): string | undefined {
  const since = at - 24 * HOUR_MS + SLACK_MS;
  const same = begun.filter((one) => one.service === service && one.move.kind === kind && one.at > since).length;
  const most = PER_DAY[kind] ?? Infinity;
  return same > most ? `${kind} began ${same} times at ${service} within a day; ${most} may` : undefined;
}
