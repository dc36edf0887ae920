/** What must be true of a storm of alarms, whatever its size; empty when it is. Told in words, with the figures. */
import { ACCOUNT_POLICY } from '../../core/limits/policy.ts';
import type { StormFigures, StormLoad } from './storm-load.ts';

/** A hard storm must be seen before more services than these have begun to fail. */
const SERVICES_UNTIL_STORM = 20;

export function brokenPromises(figures: StormFigures, { services, events }: StormLoad): readonly string[] {
  const { taken, recorded, incidents, storm, openAtStorm, messages, failed } = figures;
  const sum = Object.values(taken).reduce((all, some) => all + some, 0);
  const attempts = incidents.reduce((all, incident) => all + incident.attempts.length, 0);
  const storms = messages.filter((outcome) => outcome === 'storm').length;
  return [
    ...(sum === events && recorded === events
      ? []
      : [`of ${events} events ${sum} were taken up, ${recorded} recorded`]),
    ...(incidents.length === services ? [] : [`${services} services failed, ${incidents.length} have an incident`]),
    ...(failed === 0 ? [] : [`${failed} executions failed`]),
    ...(storm?.level === 'hard' ? [] : ['no hard storm was declared']),
    ...(openAtStorm <= SERVICES_UNTIL_STORM ? [] : [`it was declared after ${openAtStorm} services had failed`]),
    ...(storms === 1 ? [] : [`${storms} messages told of it`]),
    ...(messages.length <= storms + 2 * attempts ? [] : [`${messages.length} messages for ${attempts} attempts`]),
    ...(attempts <= ACCOUNT_POLICY.burst ? [] : [`${attempts} attempts were made`]),
  ];
}
