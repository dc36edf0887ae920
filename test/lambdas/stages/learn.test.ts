/** What memory is told when an incident is settled, whatever else is being done about it by then. */
import { expect, it } from 'vitest';
import type { Attempt } from '../../../core/incident/incident.ts';
import type { AttemptResult } from '../../../core/ports.ts';
import { settle } from '../../../lambdas/stages/learn.ts';
import { START, sampleIncident } from '../../contract/samples.ts';
import { memoryPorts } from '../../support/memory-ports/memory-ports.ts';
import { aScaleOutPlan } from '../../support/scale-out-plan.ts';

const ADDED: Attempt = {
  number: 1,
  remedy: 'scaleOut',
  startedAt: START,
  endedAt: START,
  status: 'failed',
  journal: {
    plan: aScaleOutPlan(START),
    moves: [{ at: START, move: { kind: 'setDesiredCount', count: 6 }, text: 'two more' }],
  },
};
const LAST: Attempt = { ...ADDED, number: 2, remedy: 'flipToggle', undone: true };

it('memory is told of the last attempt, also where a person asked to undo an older one', async () => {
  const told: AttemptResult[] = [];
  const { ports } = memoryPorts({ now: () => START });
  const memory = {
    ...ports.memory,
    settle: async (result: AttemptResult) => {
      told.push(result);
      return 'recorded' as const;
    },
  };
  const incident = sampleIncident({ phase: 'closed', attempts: [ADDED, LAST], undoAsked: { at: START, by: '' } });
  await settle({ memory, clock: ports.clock }, incident);
  expect(told).toMatchObject([{ attempt: 2, remedy: 'flipToggle' }]);
});
