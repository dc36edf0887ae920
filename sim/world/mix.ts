/**
 * How often each cause happens in the fleet, and what follows from the published precisions: how many false alarms a
 * detector of leaks raises, and how often a deployment stands beside a failure that it did not cause.
 */
import { CAUSE_ROWS, CAUSES, type Cause, type Symptom } from './causes.ts';
import { PARAMETERS } from './parameters.ts';

/** Chances of the causes; they add up to 1. */
export type Mix = Readonly<Record<Cause, number>>;

export function normalized(weights: Mix): Mix {
  const sum = CAUSES.reduce((total, cause) => total + weights[cause], 0);
  return Object.fromEntries(CAUSES.map((cause) => [cause, weights[cause] / sum])) as Mix;
}

/** False alarms of the leak detector per incident with a cause: true ones · (1 − precision) / precision. */
const FALSE_LEAK_ALARMS =
  (CAUSES.reduce((sum, cause) => sum + CAUSE_ROWS[cause].share * (CAUSE_ROWS[cause].shows['memory-leak'] ?? 0), 0) *
    (1 - PARAMETERS.leakPrecision.value)) /
  PARAMETERS.leakPrecision.value;

/** The fleet's mix; one service's is drawn around it. */
export const FLEET_MIX: Mix = normalized({
  ...(Object.fromEntries(CAUSES.map((cause) => [cause, CAUSE_ROWS[cause].share])) as Mix),
  transient: PARAMETERS.transientExtra.value,
  falseAlarm: PARAMETERS.falseAlarmExtra.value + FALSE_LEAK_ALARMS,
});

/** Chance of each alarm given the cause. */
export function shownBy(cause: Cause): Readonly<Partial<Record<Symptom, number>>> {
  if (cause !== 'falseAlarm') return CAUSE_ROWS[cause].shows;
  const falseLeaks = FALSE_LEAK_ALARMS / (PARAMETERS.falseAlarmExtra.value + FALSE_LEAK_ALARMS);
  const others = Object.entries(CAUSE_ROWS.falseAlarm.shows).map(([name, share]) => [name, share * (1 - falseLeaks)]);
  return { ...(Object.fromEntries(others) as Partial<Record<Symptom, number>>), 'memory-leak': falseLeaks };
}

/** Chance that a deployment is seen shortly before a failure of this cause. */
export function changeSeen(cause: Cause): number {
  return CAUSE_ROWS[cause].byChange ? PARAMETERS.deploymentRecall.value : COINCIDENCE;
}

/** Precision = seen and caused / seen, solved for the chance of seeing one that did not cause it. */
const COINCIDENCE = coincidence();

function coincidence(): number {
  const { deploymentPrecision, deploymentRecall } = PARAMETERS;
  const caused = CAUSES.reduce((sum, cause) => sum + (CAUSE_ROWS[cause].byChange ? FLEET_MIX[cause] : 0), 0);
  const seen = caused * deploymentRecall.value;
  return (seen * (1 / deploymentPrecision.value - 1)) / (1 - caused);
}
