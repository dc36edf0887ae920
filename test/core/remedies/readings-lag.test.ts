/** Where readings of single tasks lag behind the alarm, well tasks are no suspects. */
import { describe, expect, it } from 'vitest';
import { known } from '../../../core/world/known.ts';
import type { Facts } from '../../../core/facts/facts.ts';
import { replaceTasks } from '../../../core/remedies/replace-tasks/replace-tasks.ts';
import { shippedRunbooks } from '../../support/catalog.ts';
import { ORDINARY, factsOf } from '../../support/example-facts.ts';

const STEP = {
  remedy: 'replaceTasks',
  class: 'disruptive',
  expectedMinutes: 3,
  undo: 'restore',
} as const;

/** High CPU at four tasks, of which these values were read, in percent of the limit's metric. */
function measured(...values: readonly (number | undefined)[]): Facts {
  const shipped = shippedRunbooks().find(({ runbook }) => runbook.failureType === 'high-cpu');
  if (shipped === undefined) throw new Error('there is no runbook for high-cpu');
  const given = { ...ORDINARY, tasks: 4, sickTasks: 1 };
  const facts = factsOf(shipped.runbook, {
    name: 'an example',
    given,
    expect: { choose: 'page', not: [], refuses: {} },
  });
  if (facts.running.kind === 'unknown') throw new Error('the example runs');
  const { tasks } = facts.running.value;
  const taskValues = Object.fromEntries(
    tasks.flatMap(({ arn }, index) => {
      const value = values[index];
      return value === undefined ? [] : [[arn, value] as const];
    }),
  );
  return { ...facts, running: known({ ...facts.running.value, taskValues }) };
}

describe('replacing tasks of which only some were measured', () => {
  it.each([
    { case: 'one was not, and the others are well', values: [undefined, 20, 25, 30] },
    { case: 'one was, and is well', values: [20] },
    { case: 'all were, and are well', values: [20, 25, 30, 35] },
  ])('waits where $case', ({ values }) => {
    const planned = replaceTasks.plan(measured(...values), STEP);
    expect(planned.kind === 'held' && planned.holds.map(({ reason }) => reason)).toEqual(['metrics-unreadable']);
  });

  it.each([
    { case: 'the sick one was', values: [99.9, undefined, 25, 30], victims: 1 },
    { case: 'none was, as without Container Insights', values: [], victims: 4 },
  ])('goes on where $case', ({ values, victims }) => {
    const planned = replaceTasks.plan(measured(...values), STEP);
    expect(planned.kind === 'possible' && planned.plan.kind === 'replaceTasks' && planned.plan.victims.length).toBe(
      victims,
    );
  });
});
