/** A service that fails because what it calls fails: the dependency is healed, not its callers. */
import { describe, expect, it } from 'vitest';
import { unknown } from '../../core/world/known.ts';
import { recoveredWith } from '../../core/facts/failing-dependency.ts';
import type { Fleet } from '../../core/facts/fleet.ts';
import { freshServiceRecord } from '../../core/incident/service-record.ts';
import { waitOf } from '../../core/incident/wait.ts';
import { ReadFailed } from '../../core/ports/errors.ts';
import { measure } from '../../core/telemetry/measure.ts';
import type { HealthState } from '../../core/vocabulary.ts';
import { readDependencies } from '../../lambdas/stages/dependencies.ts';
import { aService, aToggle } from '../support/catalog.ts';
import { aShop, type Shop, type Sickness } from '../support/shop.ts';

const PAYMENT = aService({ name: 'payment', ecsService: 'payment', group: 'payment' });

function shopWithPayment(health: HealthState, toggles: Parameters<typeof aService>[0] = {}): Shop {
  const shop = aShop({ service: { dependencies: ['payment'], ...toggles }, others: [PAYMENT] });
  const record = {
    service: 'payment',
    revision: 1,
    health,
    healthSince: 0,
    history: [],
    signalCount: 0,
    stops: [],
    heals: [],
    releases: [],
    failures: [],
    redAlarms: health === 'Healthy' ? [] : ['healer-payment-high-error-rate-errors'],
  };
  shop.memory.store.ledger.services.put('payment', record);
  for (const name of record.redAlarms) {
    shop.memory.metrics.setAlarm({ name, state: 'ALARM', stateChangedAt: shop.now() });
  }
  return shop;
}

function errorsUntil(minutes: number): Sickness {
  const end = { at: 0 };
  return {
    failureType: 'high-error-rate',
    watch: 'errors',
    metric: 'errorRatePercent',
    sickValue: 75,
    wellValue: 0,
    sick: (shop) => {
      end.at ||= shop.now() + minutes * 60_000;
      return shop.now() < end.at && shop.memory.parameters.get('/shop/fallback') !== 'off';
    },
  };
}

describe('a service whose dependency fails', () => {
  it('waits, touches nothing, and has recovered by itself when the dependency has', async () => {
    const shop = shopWithPayment('Recovering');
    const errors = errorsUntil(3);
    shop.breakWith(errors);
    const { incident } = await shop.machine.run(shop.alarm(errors));
    expect(incident?.outcome).toBe('self-recovered');
    expect(incident?.decisions[0]).toMatchObject({ kind: 'wait', holds: [{ reason: 'dependency-failing' }] });
    expect(shop.memory.ecs.stopped).toEqual([]);
  });

  it('asks a person, who reads which dependency it is, when it takes too long', async () => {
    const shop = shopWithPayment('Escalated');
    const errors = errorsUntil(60);
    shop.breakWith(errors);
    const { incident, messages } = await shop.machine.run(shop.alarm(errors));
    expect(incident?.outcome).toBe('escalated');
    expect(messages.at(-1)?.body).toContain('payment, which it depends on, is Escalated');
    expect(shop.memory.ecs.stopped).toEqual([]);
  });

  it('may still do without it by a toggle', async () => {
    const shop = shopWithPayment('Failing', { toggles: [aToggle('fallback')] });
    const errors = errorsUntil(60);
    shop.breakWith(errors);
    const { incident } = await shop.machine.run(shop.alarm(errors));
    expect(incident?.outcome).toBe('healed');
    expect(incident?.attempts.map(({ remedy }) => remedy)).toEqual(['flipToggle']);
  });

  it('is healed like any other when the dependency is well', async () => {
    const shop = shopWithPayment('Healthy');
    const errors = errorsUntil(60);
    shop.breakWith(errors);
    const { incident } = await shop.machine.run(shop.alarm(errors));
    expect(incident?.attempts.map(({ remedy }) => remedy)).toEqual(['replaceTasks']);
  });
});

describe('a dependency whose alarm was red when it was last heard of', () => {
  const NAME = 'healer-payment-high-error-rate-errors';

  it.each([
    { case: 'is gone', state: undefined, remedies: ['replaceTasks'] },
    { case: 'has no data', state: 'INSUFFICIENT_DATA' as const, remedies: ['replaceTasks'] },
    { case: 'is OK, without an event', state: 'OK' as const, remedies: ['replaceTasks'] },
    { case: 'is red', state: 'ALARM' as const, remedies: [] },
  ])('keeps its callers from being healed only where it is red now: it $case', async ({ state, remedies }) => {
    const shop = shopWithPayment('Escalated');
    shop.memory.metrics.removeAlarm(NAME);
    if (state !== undefined) shop.memory.metrics.setAlarm({ name: NAME, state, stateChangedAt: shop.now() - 60_000 });
    const errors = errorsUntil(60);
    shop.breakWith(errors);
    const { incident } = await shop.machine.run(shop.alarm(errors));
    expect(incident?.attempts.map(({ remedy }) => remedy)).toEqual(remedies);
  });

  it('is not red by a state that its last verified heal has looked at', async () => {
    const { memory, catalog, user, now } = shopWithPayment('Healthy');
    const alarm = { name: NAME, state: 'ALARM' as const, missingData: 'ignore' as const };
    const heal = {
      incidentId: 'before',
      attempt: 1,
      minutes: 5,
      failureType: 'high-error-rate',
      remedy: 'flipToggle' as const,
      context: 'plain' as const,
    };
    const record = freshServiceRecord('payment');
    const fleet = unknown<Fleet>('not asked');
    const failing = async (redSince: number) => {
      memory.metrics.setAlarm({ ...alarm, stateChangedAt: redSince });
      const heals = [{ ...heal, at: now() - 60_000 }];
      memory.store.ledger.services.put('payment', { ...record, redAlarms: [NAME], heals });
      return await readDependencies({ ...memory.ports, catalog }, { service: user }, { fleet, now: now() });
    };
    expect(await failing(now() - 300_000)).toMatchObject([{ failing: false }]);
    expect(await failing(now() - 30_000)).toMatchObject([{ failing: true }]);
  });

  it('counts as red where that cannot be read', async () => {
    const { memory, catalog, user, now } = shopWithPayment('Escalated');
    const fleet = unknown<Fleet>('not asked');
    const read = async () =>
      await readDependencies({ ...memory.ports, catalog }, { service: user }, { fleet, now: now() });
    memory.metrics.removeAlarm(NAME);
    expect(await read()).toMatchObject([{ failing: false }]);
    memory.fail('metrics', 'alarms', 'before', new ReadFailed('throttled'));
    expect(await read()).toMatchObject([{ failing: true }]);
  });
});

describe('a service that waited for its dependency', () => {
  it('is told to be well again with it, and counts neither as recovered by itself nor as a false alarm', async () => {
    const shop = shopWithPayment('Recovering');
    const errors = errorsUntil(3);
    shop.breakWith(errors);
    const { incident, messages } = await shop.machine.run(shop.alarm(errors));
    if (incident === undefined) throw new Error('there must be an incident');
    expect(incident.outcome).toBe('self-recovered');
    expect(messages.at(-1)?.subject).toContain('well again with payment, which it depends on');
    expect(waitOf(incident)?.recovered).toBe(false);
    const verifying = { ...incident, phase: 'closing' as const };
    expect(measure(verifying, incident).map(({ name }) => name)).not.toContain('FalsePositives');
  });

  const waited = waitedIncident();
  it.each([
    { case: 'healed since the failure began', healed: 1, failing: false, with: 'payment' },
    { case: 'still being healed', healed: undefined, failing: true, with: 'payment' },
    { case: 'healed long before', healed: -1, failing: false, with: undefined },
    { case: 'never healed', healed: undefined, failing: false, with: undefined },
  ])('recovered with it where it was $case', async ({ healed, failing, with: expected }) => {
    const incident = await waited;
    if (incident === undefined) throw new Error('there must be an incident');
    const healedAt = healed === undefined ? undefined : incident.onsetAt + healed * 60_000;
    const dependency = {
      service: 'payment',
      health: 'Healthy' as const,
      failing,
      ...(healedAt !== undefined && { healedAt }),
    };
    expect(recoveredWith({ incident, dependencies: [dependency] })).toBe(expected);
    expect(recoveredWith({ incident: { ...incident, decisions: [] }, dependencies: [dependency] })).toBeUndefined();
  });
});

async function waitedIncident() {
  const shop = shopWithPayment('Recovering');
  const errors = errorsUntil(3);
  shop.breakWith(errors);
  return (await shop.machine.run(shop.alarm(errors))).incident;
}
