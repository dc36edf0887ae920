/** A service that fails because what it calls fails: the dependency is healed, not its callers. */
import { describe, expect, it } from 'vitest';
import type { HealthState } from '../../core/vocabulary.ts';
import { aService, aToggle } from '../support/catalog.ts';
import { aShop } from '../support/shop.ts';
import type { Shop, Sickness } from '../support/shop.ts';

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
