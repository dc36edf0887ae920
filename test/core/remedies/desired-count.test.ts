/** When a count that is not there was set back by others, and when it was never set. */
import { describe, expect, it } from 'vitest';
import { setCount } from '../../../core/remedies/desired-count.ts';
import type { JournalledMove } from '../../../core/incident/journal.ts';
import { START } from '../../contract/samples.ts';
import { aScaleOutPlan } from '../../support/scale-out-plan.ts';

const MINUTE = 60_000;

/** The answer in the third minute, to a count that was asked for in each of the two before. */
function third(made: Pick<JournalledMove, 'made'>) {
  const moves = [0, 1].map((minute): JournalledMove => {
    const at = START + minute * MINUTE;
    return { at, move: { kind: 'setDesiredCount', count: 5 }, text: 'desired count 5', ...made };
  });
  const wanted = { count: 5, found: 4, now: START + 2 * MINUTE, why: 'one more' };
  return setCount({ plan: aScaleOutPlan(START), moves }, wanted);
}

describe('a count that is not there', () => {
  it('was set back by others where AWS accepted it twice', () => {
    expect(third({ made: true })).toMatchObject({ kind: 'refused', holds: [{ reason: 'count-changed-by-others' }] });
  });

  it('is asked for again where AWS refused it', () => {
    expect(third({})).toMatchObject({ kind: 'move', move: { kind: 'setDesiredCount', count: 5 } });
  });
});
