/** A forecast is worth what is safe and no more; beside an alarm that says what is so now, it stands in the way of nothing. */
import { describe, expect, it } from 'vitest';
import { holdsOn, releasedFacts } from '../../support/decided-example.ts';

const early = releasedFacts('memory-leak', { watch: 'early', metrics: { memoryPercent: 62 } });
const now = releasedFacts('memory-leak', { metrics: { memoryPercent: 93 } });
const both = {
  ...now,
  incident: { ...now.incident, alarms: [...early.incident.alarms, ...now.incident.alarms] },
};

describe('a forecast', () => {
  it('alone holds back what is disruptive, and nothing that is safe', () => {
    expect(early.incident.alarms.map(({ measure }) => measure?.forecast === undefined)).toEqual([false]);
    expect(holdsOn(early, 'rollBack')).toContain('only-forecast');
    expect(holdsOn(early, 'replaceTasks')).not.toContain('only-forecast');
  });

  it('beside an alarm on what is so now holds nothing back', () => {
    expect(both.incident.alarms.map(({ measure }) => measure?.forecast === undefined)).toEqual([false, true]);
    expect(holdsOn(both, 'rollBack')).not.toContain('only-forecast');
  });
});
