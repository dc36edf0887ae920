/** The worst value before the action, which harm is measured against. */
import type { Incident } from '../incident/incident.ts';
import type { Point } from '../world/series.ts';
import type { MetricName } from '../vocabulary.ts';

export interface BeforeAction {
  readonly incident: Pick<Incident, 'before' | 'trigger' | 'openedAt'>;
  /** When the action began, at the earliest by the readings' clock; ms since the epoch. */
  readonly actedAt: number;
  readonly periodMs: number;
}

/**
 * The highest value before the action. The value at the decision alone may be of a period that was well for most of its
 * time; compared with that, an ongoing failure would look like harm.
 * @returns undefined where the metric had no reading at the decision
 */
export function worstBaseline(
  metric: MetricName,
  read: readonly Point[] = [],
  { incident, actedAt, periodMs }: BeforeAction,
): number | undefined {
  const decided = incident.before[metric];
  if (decided === undefined) return undefined;
  const until = Math.max(actedAt, signalledAt(incident, periodMs));
  const complete = read.filter(({ at }) => at + periodMs <= until);
  return Math.max(decided, ...complete.map(({ value }) => value));
}

/**
 * Periods that ended before the signal was sent came before any action, even where our clock is slightly behind. A
 * signal from further in our future has a sender whose clock is ahead, so it tells nothing.
 */
function signalledAt({ trigger, openedAt }: BeforeAction['incident'], periodMs: number): number {
  return trigger.at - openedAt <= periodMs ? trigger.at : -Infinity;
}
