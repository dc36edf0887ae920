/** Which alarms are OK only because their newest readings are late. */
import { describe, expect, it } from 'vitest';
import type { WatchedAlarm } from '../../../core/signal/watched-alarm.ts';
import type { AlarmSnapshot } from '../../../core/world/alarm.ts';
import type { Point } from '../../../core/world/series.ts';
import { withLate } from '../../../core/verify/late-alarms.ts';

const NOW = Date.UTC(2026, 0, 15, 3, 0, 30);
const name = 'orders-slow';

const MEMORY = { id: 'm', namespace: 'AWS/ECS', name: 'MemoryUtilization', statistic: 'Maximum', dimensions: {} };
const ERRORS = { ...MEMORY, namespace: 'AWS/ApplicationELB', name: 'HTTPCode_Target_5XX_Count', statistic: 'Sum' };

interface Row {
  readonly case: string;
  /** The newest reading, and how many periods before the newest that is over it is of. */
  readonly newest?: number;
  readonly periodsBack?: number;
  readonly alarm?: Partial<AlarmSnapshot>;
  readonly measures?: typeof MEMORY;
  readonly comparison?: 'above' | 'below';
  readonly limitFails?: true;
  readonly periodSeconds?: number;
}

/** The alarm, limit 75, as it is understood. */
function understood({ newest = 90, periodsBack = 1, alarm = {}, measures = MEMORY, ...row }: Row) {
  const { comparison = 'above', limitFails, periodSeconds = 60 } = row;
  const periodMs = periodSeconds * 1_000;
  const snapshot: AlarmSnapshot = { name, state: 'OK', stateChangedAt: NOW, missingData: 'notBreaching', ...alarm };
  const limit = { comparison, threshold: 75, ...(limitFails && { limitFails }) };
  const measure = { elements: [measures], periodSeconds, ...limit };
  const watched: WatchedAlarm = { alarmName: name, measure };
  const at = Math.floor(NOW / periodMs) * periodMs - (1 + periodsBack) * periodMs;
  const series: readonly Point[] = [
    { at: at - periodMs, value: comparison === 'above' ? 20 : 80 },
    { at, value: newest },
  ];
  return withLate({ alarms: [watched] }, [snapshot], { [`alarm:${name}`]: series }, NOW)[0];
}

describe('an alarm that is OK', () => {
  it.each<Row>([
    { case: 'the reading after a bad one is late' },
    { case: 'as many readings after a bad one are late as may be', periodsBack: 4 },
    { case: 'the newest reading is too low', newest: 70, comparison: 'below' },
    { case: 'the newest reading is on a limit that fails', newest: 75, limitFails: true },
    { case: 'the reading of five minutes has been over for half of one', periodSeconds: 300 },
  ])('says nothing where $case', (row) => {
    expect(understood(row)).toMatchObject({ state: 'INSUFFICIENT_DATA', late: true });
  });

  it.each<Row>([
    { case: 'its newest reading is well', newest: 75 },
    { case: 'its newest reading is of the newest minute', periodsBack: 0 },
    { case: 'no reading may come any more', periodsBack: 5 },
    { case: 'no reading of a long period may come any more', periodsBack: 2, periodSeconds: 300 },
    { case: 'missing data would leave it red', alarm: { missingData: 'ignore' } },
    { case: 'a count was silent since', measures: ERRORS },
  ])('is OK where $case', (row) => {
    expect(understood(row)).toMatchObject({ state: 'OK' });
    expect(understood(row)).not.toHaveProperty('late');
  });
});
