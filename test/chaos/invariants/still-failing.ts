/** Before the first move the alarm is looked at once more, and it is red: what is over is not healed. */
import type { Invariant } from './invariant.ts';

export const stillFailing: Invariant = {
  name: 'alarm-still-red',
  holds: 'the first move of an attempt follows a reading of its alarms in which one was red',
  watch: () => (effect) => {
    if (effect.kind !== 'moved' || !effect.first || !effect.triggeredByAlarm || effect.afterClose) return undefined;
    if (effect.evidence.alarms === 'red') return undefined;
    const seen = effect.evidence.alarms === undefined ? 'was not read' : `is ${effect.evidence.alarms}`;
    return `${effect.move.kind} for ${effect.incidentId}, and its alarm ${seen}`;
  },
};
