/** When a run of the attack may be said to have met everything, and when that is unknown. */
import { describe, expect, it } from 'vitest';
import { NOTHING } from './batch.ts';
import { completenessOf, EXECUTIONS_ENOUGH } from './report/coverage.ts';
import { textOf } from './report/text.ts';

describe('a run', () => {
  const gap = { 'Verify metrics.series': { calls: 3, faults: { slow: 0 } } };
  const none = { 'Verify metrics.series': { calls: 3, faults: { slow: 1 } } };

  it.each([
    { case: 'long enough, with a gap', executions: EXECUTIONS_ENOUGH, coverage: gap, is: 'incomplete' },
    { case: 'too short, with a gap', executions: EXECUTIONS_ENOUGH - 1, coverage: gap, is: 'too short to say' },
    { case: 'without a gap', executions: EXECUTIONS_ENOUGH, coverage: none, is: 'complete' },
  ])('is $is: $case', ({ executions, coverage, is }) => {
    expect(completenessOf(executions, coverage)).toBe(is);
    const text = textOf({ ...NOTHING, executions, coverage }, 1, []);
    expect(text.includes('NOT COVERED')).toBe(is === 'incomplete');
  });
});
