/** How long a signal waited for its decision: by AWS's time where AWS tells it, by the healer's own where a sender claims one. */
import { describe, expect, it } from 'vitest';
import { measure } from '../../../core/telemetry/measure.ts';
import type { Signal } from '../../../core/signal/signal.ts';
import { aShop } from '../../support/shop.ts';
import { LEAK } from '../../support/sicknesses.ts';

/** The first decision came four seconds after Intake, about a signal whose time lies so many seconds before Intake. */
async function latencyOf(kind: Signal['kind'], secondsBefore: number): Promise<number | undefined> {
  const shop = aShop();
  shop.breakWith(LEAK);
  const { incident } = await shop.machine.run(shop.alarm(LEAK));
  const [decision] = incident?.decisions ?? [];
  if (incident === undefined || decision === undefined) throw new Error('there must be a decision');
  const at = incident.openedAt - secondsBefore * 1_000;
  const trigger = { ...incident.trigger, kind, at } as Signal;
  const decided = { ...incident, trigger, decisions: [{ ...decision, at: incident.openedAt + 4_000 }] };
  return measure({ ...decided, decisions: [] }, decided).find(({ name }) => name === 'DecisionLatency')?.value;
}

describe('the latency of a decision', () => {
  it.each([
    { case: 'an alarm that CloudWatch dated', kind: 'alarm', secondsBefore: 30, milliseconds: 34_000 },
    { case: 'a task that ECS dated', kind: 'taskStopped', secondsBefore: 30, milliseconds: 34_000 },
    { case: 'a signal that its sender dated late', kind: 'custom', secondsBefore: 600, milliseconds: 4_000 },
    { case: 'a signal of the future', kind: 'custom', secondsBefore: -600, milliseconds: 4_000 },
    { case: 'an alarm of a clock ahead', kind: 'alarm', secondsBefore: -600, milliseconds: 0 },
  ] as const)('of $case', async ({ kind, secondsBefore, milliseconds }) => {
    expect(await latencyOf(kind, secondsBefore)).toBe(milliseconds);
  });
});
