/** Which alarms are OK only because their newest readings are late. */
import { describe, expect, it } from 'vitest';
import type { WatchedAlarm } from '../../../core/incident/incident.ts';
import type { AlarmSnapshot, Point } from '../../../core/ports.ts';
import { withLate } from '../../../core/verify/late-alarms.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 0, 15, 3, 0, 30);
const name = 'orders-slow';

const MEMORY = { id: 'm', namespace: 'AWS/ECS', name: 'MemoryUtilization', statistic: 'Maximum', dimensions: {} };
const ERRORS = { ...MEMORY, namespace: 'AWS/ApplicationELB', name: 'HTTPCode_Target_5XX_Count', statistic: 'Sum' };

interface Row {
  readonly case: string;
  /** The newest reading, and how many whole minutes before the newest complete one it is of. */
  readonly newest?: number;
  readonly minutesBack?: number;
  readonly alarm?: Partial<AlarmSnapshot>;
  readonly measures?: typeof MEMORY;
  readonly comparison?: 'above' | 'below';
}

/** The alarm, limit 75, as it is understood. */
function understood({ newest = 90, minutesBack = 1, alarm = {}, measures = MEMORY, comparison = 'above' }: Row) {
  const snapshot: AlarmSnapshot = { name, state: 'OK', stateChangedAt: NOW, missingData: 'notBreaching', ...alarm };
  const measure = { elements: [measures], periodSeconds: 60, comparison, threshold: 75 };
  const watched: WatchedAlarm = { alarmName: name, measure };
  const at = Math.floor(NOW / MINUTE) * MINUTE - (1 + minutesBack) * MINUTE;
  const series: readonly Point[] = [
    { at: at - MINUTE, value: comparison === 'above' ? 20 : 80 },
    { at, value: newest },
  ];
  return withLate({ alarms: [watched] }, [snapshot], { [`alarm:${name}`]: series }, NOW)[0];
}

describe('an alarm that is OK', () => {
  it.each<Row>([
    { case: 'the reading after a bad one is late' },
    { case: 'as many readings after a bad one are late as may be', minutesBack: 4 },
    { case: 'the newest reading is too low', newest: 70, comparison: 'below' },
  ])('says nothing where $case', (row) => {
    expect(understood(row)).toMatchObject({ state: 'INSUFFICIENT_DATA', late: true });
  });

  it.each<Row>([
    { case: 'its newest reading is well', newest: 75 },
    { case: 'its newest reading is of the newest minute', minutesBack: 0 },
    { case: 'no reading may come any more', minutesBack: 5 },
    { case: 'missing data would leave it red', alarm: { missingData: 'ignore' } },
    { case: 'a count was silent since', measures: ERRORS },
  ])('is OK where $case', (row) => {
    expect(understood(row)).toMatchObject({ state: 'OK' });
    expect(understood(row)).not.toHaveProperty('late');
  });
});
