/**
 * How bad it was before the action: what harm is measured against. It must not know what came after.
 */
import type { Incident } from '../incident/incident.ts';
import type { Point } from '../world/series.ts';
import type { MetricName } from '../vocabulary.ts';

export interface BeforeAction {
  readonly incident: Pick<Incident, 'before' | 'trigger' | 'openedAt'>;
  /** When the action began, by the clock of the readings at the earliest; ms since the epoch. */
  readonly actedAt: number;
  readonly periodMs: number;
}

/**
 * The highest value before the action. The value at the decision alone may be of a period that was well for most of its
 * time: measured against that, a failure that merely went on would look like harm.
 * @returns undefined where nothing measured it when it was decided
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
 * What was over when the signal was sent was before whatever was done about it, also where our clock is behind by so little
 * that no reading shows it. A signal from further in our future has a sender whose clock is ahead, and tells nothing.
 */
function signalledAt({ trigger, openedAt }: BeforeAction['incident'], periodMs: number): number {
  return trigger.at - openedAt <= periodMs ? trigger.at : -Infinity;
}
