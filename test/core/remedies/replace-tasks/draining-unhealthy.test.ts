/** A target that a network load balancer lets finish its connections because it fails its checks is no well one. */
import { describe, expect, it } from 'vitest';
import { known } from '../../../../core/world/known.ts';
import { replaceTasks } from '../../../../core/remedies/replace-tasks/replace-tasks.ts';
import { targetSnapshot } from '../../../../lambdas/adapters/ecs-snapshots.ts';
import { shippedRunbooks } from '../../../support/catalog.ts';
import { ORDINARY, factsOf } from '../../../support/example-facts.ts';

const STEP = { remedy: 'replaceTasks', class: 'safe', expectedMinutes: 3, undo: 'none' } as const;

/** Four tasks of which the target of the first is in this state, as DescribeTargetHealth says it. */
function planned(State: 'unhealthy' | 'unhealthy.draining' | 'draining') {
  const shipped = shippedRunbooks().find(({ runbook }) => runbook.failureType === 'high-cpu');
  if (shipped === undefined) throw new Error('there is no runbook for high CPU');
  const facts = factsOf(shipped.runbook, {
    name: 'one of four',
    given: ORDINARY,
    expect: { choose: 'page', not: [], refuses: {} },
  });
  if (facts.running.kind === 'unknown') throw new Error('the example runs');
  const { targets } = facts.running.value;
  const read = targets.map(({ id: Id, port: Port, group = '' }, index) =>
    targetSnapshot({ Target: { Id, Port }, TargetHealth: { State: index === 0 ? State : 'healthy' } }, group),
  );
  const seen = read.map((one, index) => ({ ...targets[index], ...one, group: targets[index]?.group }));
  return replaceTasks.plan(
    { ...facts, running: known({ ...facts.running.value, targets: seen as typeof targets }) },
    STEP,
  );
}

describe('a target that fails its checks', () => {
  it.each(['unhealthy', 'unhealthy.draining'] as const)(
    'is left to ECS while it is %s, and no well task with it',
    (state) => {
      const plan = planned(state);
      expect(plan.kind === 'held' && plan.holds.map(({ reason }) => reason)).toEqual(['already-replacing']);
    },
  );
});
