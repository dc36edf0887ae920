/**
 * Kills the healer at every place where it can die: before and after every single call of every port, one at a time,
 * for incidents that end in each way. Whatever dies, the incident must come out the same.
 */
import { describe, expect, it } from 'vitest';
import { aToggle } from '../support/catalog.ts';
import { aShop } from '../support/shop.ts';
import type { Shop, Sickness } from '../support/shop.ts';

const FIRST_TASK = 'arn:aws:ecs:eu-west-1:123456789012:task/shop/user-1';

interface Case {
  readonly case: string;
  readonly sickness: Sickness;
  readonly make: () => Shop;
  readonly outcome: string;
  readonly credited: { readonly successes: number; readonly attempts: number };
  /** Side effects of the whole incident, each done once however often the healer dies. */
  readonly effects: (shop: Shop) => unknown;
  readonly expected: unknown;
}

const LEAK: Sickness = {
  failureType: 'memory-leak',
  watch: 'memory',
  metric: 'memoryPercent',
  sickValue: 93,
  wellValue: 45,
  sick: (shop) => shop.tasks().includes(FIRST_TASK),
  sickTasks: () => [FIRST_TASK],
};

const ERRORS: Sickness = {
  failureType: 'high-error-rate',
  watch: 'errors',
  metric: 'errorRatePercent',
  sickValue: 75,
  wellValue: 0,
  sick: (shop) => shop.memory.parameters.get('/shop/recommendations') !== 'off',
};

const CASES: readonly Case[] = [
  {
    case: 'tasks replaced',
    sickness: LEAK,
    make: () => aShop(),
    outcome: 'healed',
    credited: { successes: 1, attempts: 1 },
    effects: (shop) => ({
      stopped: [...new Set(shop.memory.ecs.stopped.map(({ taskArn }) => taskArn))],
      desired: shop.memory.ecs.service(shop.user).desired,
      made: shop.memory.ecs.service(shop.user).tasksMade,
    }),
    expected: { stopped: [FIRST_TASK], desired: 4, made: 5 },
  },
  {
    case: 'toggle flipped and restored',
    sickness: ERRORS,
    make: () => aShop({ service: { toggles: [aToggle('recommendations')] } }),
    outcome: 'healed',
    credited: { successes: 1, attempts: 1 },
    effects: (shop) => shop.memory.parameters.get('/shop/recommendations'),
    expected: 'on',
  },
  {
    case: 'remedy that did not help',
    sickness: { ...LEAK, sick: () => true },
    make: () => aShop(),
    outcome: 'escalated',
    credited: { successes: 0, attempts: 1 },
    effects: (shop) => shop.memory.ecs.service(shop.user).desired,
    expected: 4,
  },
];

async function play(
  { make, sickness }: Case,
  kill?: { readonly call: number; readonly moment: 'before' | 'after'; readonly error: Error },
) {
  const shop = make();
  shop.breakWith(sickness);
  if (kill !== undefined) shop.memory.failCall(kill.call, kill.moment, kill.error);
  const execution = await shop.machine.run(shop.alarm(sickness));
  return { shop, execution };
}

describe.each(CASES)('a healer that dies while: $case', (scenario) => {
  it('does everything once, tells once, learns once and frees the group, wherever it dies', async () => {
    const calm = await play(scenario);
    // The last call is this test's own look at the incident.
    const calls = calm.shop.memory.calls.length - 1;
    expect(calm.execution.incident?.outcome).toBe(scenario.outcome);
    expect(calls).toBeGreaterThan(30);
    for (let call = 0; call < calls; call++) {
      for (const moment of ['before', 'after'] as const) {
        const error = new Error('the Lambda was killed');
        const { shop, execution } = await play(scenario, { call, moment, error });
        const dead = calm.shop.memory.calls[call];
        const where = `${moment} call ${call} (${dead?.port}.${dead?.method})`;
        expect(execution.incident?.outcome, where).toBe(scenario.outcome);
        expect(
          execution.messages.map(({ attributes }) => attributes.stage),
          where,
        ).toEqual(['started', 'ended']);
        expect(scenario.effects(shop), where).toEqual(scenario.expected);
        await expectLearntOnce(shop, scenario, where);
        await expectGroupFree(shop, where);
      }
    }
  });
});

async function expectLearntOnce(shop: Shop, { sickness, credited }: Case, where: string): Promise<void> {
  const experience = await shop.memory.ports.memory.read(sickness.failureType, 'user', shop.now());
  const tried = experience.filter(({ countHere }) => countHere.attempts > 0).map(({ countHere }) => countHere);
  expect(tried, where).toEqual([credited]);
}

/** Another incident of the same group gets the lease at once. */
async function expectGroupFree(shop: Shop, where: string): Promise<void> {
  const request = {
    incidentId: 'another',
    attempt: 1,
    service: 'another',
    group: shop.user.group,
    failureType: 'memory-leak',
    remedy: 'replaceTasks' as const,
    attemptsMax: 3,
    windowMinutes: 60,
    now: shop.now(),
  };
  const result = await shop.memory.ports.limits.reserve(request);
  expect(result.kind, where).toBe('granted');
}
