/** Many with one failure: one of them goes first, and no other order may stand in its way. */
import { describe, expect, it } from 'vitest';
import { queueHold } from '../../../core/decide/account-queue.ts';
import { goesForOthers, heldByCommonCause } from '../../../core/decide/common-cause.ts';
import { known, unknown } from '../../../core/world/known.ts';
import { calmFleet, type Fleet } from '../../../core/facts/fleet.ts';
import { remedyHold } from '../../../core/decide/fleet.ts';
import type { SickService } from '../../../core/limits/storm.ts';
import type { Plan } from '../../../core/incident/journal.ts';
import type { Tier } from '../../../core/vocabulary.ts';
import { MINUTE, sampleIncident, START } from '../../contract/samples.ts';

const TIERS: Readonly<Record<string, Tier>> = { pay: 'critical', cart: 'critical', job: 'batch', web: 'standard' };
const ALIKE = ['pay', 'cart', 'job'].map((service, index) => sick(service, { openedAt: START + index }));

function sick(service: string, change: Partial<SickService> = {}): SickService {
  return { service, incidentId: `inc-${service}`, failureType: 'error-rate', openedAt: START, ...change };
}

function facts(service: string, all: readonly SickService[], services: number, minutes = 1) {
  const fleet: Fleet = { ...calmFleet(services), sick: all, tiers: TIERS };
  const own = all.find((one) => one.service === service);
  const incident = sampleIncident({ id: `inc-${service}`, service, failureType: own?.failureType ?? 'none' });
  return { fleet: known(fleet), incident, now: START + minutes * MINUTE };
}

function hold(service: string, services: number, minutes: number): string {
  const step = { remedy: 'replaceTasks', class: 'safe' } as const;
  const plan = { kind: 'replaceTasks' } as Plan;
  return remedyHold(facts(service, ALIKE, services, minutes), step, plan)?.reason ?? 'goes';
}

describe('Where three services have one failure', () => {
  it.each([
    { case: 'one may be healed at a time', services: 16, minutes: 0 },
    { case: 'one may be healed at a time, a while later', services: 16, minutes: 5 },
    { case: 'ten may be', services: 100, minutes: 1 },
  ])('exactly one goes, the least important, where $case', ({ services, minutes }) => {
    const all = ['pay', 'cart', 'job'].map((service) => hold(service, services, minutes));
    expect(all).toEqual(['common-cause', 'common-cause', 'goes']);
  });

  it('the turn goes round, and the service that has it does not wait', () => {
    const turns = [0, 10, 20, 30].map((minutes) =>
      ['pay', 'cart', 'job'].filter((service) => hold(service, 16, minutes) === 'goes'),
    );
    expect(turns).toEqual([['job'], ['pay'], ['cart'], ['job']]);
  });

  it('those that wait for it keep no other service from being healed', () => {
    const web = sick('web', { failureType: 'high-cpu' });
    expect(queueHold(facts('web', [...ALIKE, web], 16))).toBeUndefined();
    const unlike = ALIKE.map((one) => ({ ...one, failureType: one.service }));
    expect(queueHold(facts('web', [...unlike, web], 16))?.reason).toBe('account-queue');
  });

  it('all but the one whose turn it is are held', () => {
    const fleet: Fleet = { ...calmFleet(16), sick: ALIKE, tiers: TIERS };
    expect([...heldByCommonCause(fleet, START)]).toEqual(['inc-pay', 'inc-cart']);
  });
});

it.each([
  { case: 'too few fail', given: facts('job', ALIKE.slice(1), 16) },
  { case: 'nothing is known', given: { ...facts('job', ALIKE, 16), fleet: unknown<Fleet>('the table is away') } },
])('No service goes for others where $case', ({ given }) => {
  expect(goesForOthers(given)).toBe(false);
});
