import { expect, test } from 'vitest';

import { judge, type MissingData } from 'loopback-aws/cloudwatch/alarm-evaluation.ts';

const points = (row: string): (boolean | undefined)[] =>
  row.split(' ').map((point) => (point === '-' ? undefined : point === 'X'));
const treatments: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

// The tables of "Configuring how CloudWatch alarms treat missing data"; the current state is INSUFFICIENT_DATA, so that "retain" shows.
test.each([
  { row: '0 - X - X', m: 3, want: ['OK', 'OK', 'OK', 'OK'] },
  { row: '0 - - - -', m: 3, want: ['OK', 'OK', 'OK', 'OK'] },
  { row: '- - - - -', m: 3, want: ['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA', 'ALARM', 'OK'] },
  { row: '0 X X - X', m: 3, want: ['ALARM', 'ALARM', 'ALARM', 'ALARM'] },
  { row: '- - X - -', m: 3, want: ['ALARM', 'INSUFFICIENT_DATA', 'ALARM', 'OK'] },
  { row: '0 - X - X', m: 2, want: ['ALARM', 'ALARM', 'ALARM', 'ALARM'] },
  { row: '0 0 X 0 X', m: 2, want: ['ALARM', 'ALARM', 'ALARM', 'ALARM'] },
  { row: '0 - X - -', m: 2, want: ['OK', 'OK', 'ALARM', 'OK'] },
  { row: '- - - - 0', m: 2, want: ['OK', 'OK', 'ALARM', 'OK'] },
  { row: '- - - X -', m: 2, want: ['ALARM', 'INSUFFICIENT_DATA', 'ALARM', 'OK'] },
  { row: 'X X 0 0 0', m: 2, want: ['OK', 'OK', 'OK', 'OK'] },
])('$m of 3 over $row is judged as documented for every treatment of missing data', ({ row, m, want }) => {
  const got = treatments.map((treatMissingData) =>
    judge({ evaluationPeriods: 3, datapointsToAlarm: m, treatMissingData }, points(row), 'INSUFFICIENT_DATA'),
  );
  expect(got).toEqual(want);
});

test('a first breaching point among gaps does not alarm before it is as old as the datapoints to alarm', () => {
  const terms = { evaluationPeriods: 3, datapointsToAlarm: 3, treatMissingData: 'missing' } as const;
  expect(judge(terms, points('- - - - X'), 'OK')).toBe('OK');
  expect(judge(terms, points('- - - X -'), 'OK')).toBe('OK');
  expect(judge(terms, points('- - X - -'), 'OK')).toBe('ALARM');
});
