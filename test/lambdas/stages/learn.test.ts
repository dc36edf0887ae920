/** What memory is told when an incident is settled, whatever else is being done about it by then. */
import { describe, expect, it } from 'vitest';
import type { Attempt, Incident } from '../../../core/incident/incident.ts';
import type { AttemptOutcome } from '../../../core/limits/breaker.ts';
import type { AttemptResult } from '../../../core/memory/results.ts';
import { learn, settle } from '../../../lambdas/stages/learn.ts';
import { START, sampleIncident } from '../../contract/samples.ts';
import { memoryPorts } from '../../support/memory-ports/memory-ports.ts';
import { aShop } from '../../support/shop.ts';
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
const LAST: Attempt = { ...ADDED, number: 2, remedy: 'flipToggle', undone: true, harmful: true };

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
  expect(told).toMatchObject([{ attempt: 2, remedy: 'flipToggle', harmful: true }]);
});

describe('the breaker of the healer', () => {
  /** What it is told of an attempt that ended like this. */
  async function told(status: Attempt['status']): Promise<readonly boolean[]> {
    const { catalog, memory } = aShop();
    const heard: boolean[] = [];
    const incident = sampleIncident({
      service: 'user',
      failureType: 'memory-leak',
      phase: 'learning',
      attempts: [{ ...ADDED, status }],
    });
    const ledger = { ...memory.ports.ledger, load: async () => incident, save: async (saved: Incident) => saved };
    const report = async ({ helped }: AttemptOutcome) => {
      heard.push(helped);
      return 'recorded' as const;
    };
    const limits = { ...memory.ports.limits, report };
    const experience = { ...memory.ports.memory, settle: async () => 'recorded' as const };
    await learn({ ...memory.ports, catalog, ledger, limits, memory: experience })({
      incidentId: incident.id,
      sequence: incident.sequence,
    });
    return heard;
  }

  it.each([
    { status: 'succeeded', hears: [true] },
    { status: 'failed', hears: [false] },
    { status: 'censored', hears: [] },
  ] as const)('hears $hears of an attempt that is $status', async ({ status, hears }) => {
    expect(await told(status)).toEqual(hears);
  });
});
