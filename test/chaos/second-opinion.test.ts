/** What the harness makes of what was read: its own opinion of budgets, of harm and of questions, beside the healer's. */
import { describe, expect, it } from 'vitest';
import type { SeriesRequest } from '../../core/world/series.ts';
import { aToggle } from '../support/catalog.ts';
import { limitsStore } from '../../sim/ports/limits.ts';
import { memoryMemory, memoryStore } from '../support/memory-ports/memory-memory.ts';
import { chanceOf } from './engine/chance.ts';
import { budgetSpentIn, harmfulIn } from './record/restraints.ts';
import { targetOf, targetsNamed } from './record/target.ts';
import { FAILURE_TYPES } from './world/ailment.ts';
import { START } from './world/fleet.ts';
import { CONTEXTS, rememberPast } from './world/past.ts';

describe('what the harness reads for itself', () => {
  it('reads from a question what would be done, and puts a move into the same words', () => {
    const toggle = aToggle('search');
    const question = `May I\n  flipToggle: switch ${toggle.name} to ${toggle.off} (users lose it), roll back from user:7 to user:6, or page`;
    const entry = { toggles: [toggle] };
    const move = { kind: 'writeToggle', parameter: toggle.parameter, value: toggle.off } as const;
    expect(targetsNamed(question)).toEqual([targetOf(move, undefined, entry), 'roll back from user:7 to user:6']);
    expect(targetOf({ kind: 'stopTask', taskArn: 'task' }, undefined, entry)).toBeUndefined();
  });

  it.each([
    { case: 'nothing of it', errors: 0, spent: false },
    { case: 'most of it', errors: 80, spent: false },
    { case: 'nearly all of it', errors: 95, spent: true },
    { case: 'more than there was', errors: 300, spent: true },
  ])('calls an error budget spent or not when $case failed', ({ errors, spent }) => {
    const series = { all: SERVED, failed: [{ at: 0, value: errors }] };
    expect(budgetSpentIn(REQUESTS, series, SLO)).toBe(spent);
    expect(budgetSpentIn(REQUESTS, series, undefined)).toBeUndefined();
    expect(budgetSpentIn(REQUESTS.slice(0, 1), series, SLO)).toBeUndefined();
  });

  it('calls no error budget spent by what only the newest period shows, which a clock that is behind leaves out', () => {
    const failed = [0, 900_000].map((at) => ({ at, value: 300 }));
    expect(budgetSpentIn(REQUESTS, { all: SERVED, failed }, SLO)).toBe(true);
    expect(budgetSpentIn(REQUESTS, { all: SERVED, failed: failed.slice(1) }, SLO)).toBe(false);
  });

  it('calls a remedy harmful that is so in every context, as memory was made to remember', async () => {
    const seed = [1, 2, 3, 4, 5, 6, 7, 8, 9].find((one) => rememberPast(memoryStore(), chanceOf(one)) > 0) ?? 0;
    const store = memoryStore();
    const counted = rememberPast(store, chanceOf(seed));
    const { read } = memoryMemory(store, limitsStore());
    const known = await Promise.all(FAILURE_TYPES.map(async (failureType) => await read(failureType, 's1', START)));
    const harmful = known.flatMap(harmfulIn);
    expect(harmful.length).toBe(counted / (10 * CONTEXTS.length));
    expect(harmful.length).toBeGreaterThan(0);
    expect(known.flatMap((experience) => harmfulIn(experience.slice(1)))).not.toEqual(harmful);
  });
});

const SLO = { availability: 0.99, days: 1 };
const SERVED = [
  { at: 0, value: 10_000 },
  { at: 900_000, value: 100 },
];
const REQUESTS = [requestOf('all', 'RequestCount'), requestOf('failed', 'HTTPCode_Target_5XX_Count')];

function requestOf(id: string, name: string): SeriesRequest {
  const element = { id: 'value', namespace: 'AWS/ApplicationELB', name, dimensions: {}, statistic: 'Sum' };
  return { id, elements: [element], periodSeconds: 900 };
}
