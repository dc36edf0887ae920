/** Who goes first when fewer attempts are left than services wait for one. */
import { describe, expect, it } from 'vitest';
import { queueHold } from '../../../core/decide/account-queue.ts';
import { known, unknown } from '../../../core/world/known.ts';
import { calmFleet, type Fleet } from '../../../core/facts/fleet.ts';
import { remedyHold } from '../../../core/decide/fleet.ts';
import { atWork, FRESH_ACCOUNT, type Account } from '../../../core/limits/account.ts';
import { ACCOUNT_POLICY } from '../../../core/limits/policy.ts';
import type { SickService } from '../../../core/limits/storm.ts';
import type { Plan } from '../../../core/incident/journal.ts';
import type { Tier } from '../../../core/vocabulary.ts';
import { MINUTE, sampleIncident, START } from '../../contract/samples.ts';

const INCIDENT = sampleIncident({ id: 'inc-user', service: 'user', failureType: 'high-cpu' });
const TIERS: Readonly<Record<string, Tier>> = { user: 'standard', pay: 'critical', job: 'batch', other: 'standard' };
const OWN = sick('user');
const STEP = { remedy: 'replaceTasks', class: 'safe' } as const;

function sick(service: string, change: Partial<SickService> = {}): SickService {
  return { service, incidentId: `inc-${service}`, failureType: service, openedAt: START, ...change };
}

function facts(others: readonly SickService[], account: Partial<Account> = {}, change: Partial<Fleet> = {}) {
  const fleet = { ...calmFleet(10), sick: [...others, OWN], account: { ...FRESH_ACCOUNT, ...account }, tiers: TIERS };
  return { fleet: known({ ...fleet, ...change }), incident: INCIDENT, now: START + MINUTE };
}

/** Ten services: one may be healed at a time. */
describe('Where one may be healed', () => {
  it.each([
    { case: 'no other service fails', others: [], waits: false },
    { case: 'a more important service', others: [sick('pay')], waits: true },
    { case: 'a less important one that failed before', others: [sick('job', { openedAt: 0 })], waits: false },
    { case: 'an equal one that failed before', others: [sick('other', { openedAt: START - 1 })], waits: true },
    { case: 'an equal one that failed later', others: [sick('other', { openedAt: START + 1 })], waits: false },
    { case: 'an equal one that failed at once, first by name', others: [sick('other')], waits: true },
    { case: 'one that is not registered', others: [sick('gone')], waits: false },
    { case: 'one that is closed', others: [sick('pay', { closedAt: START })], waits: false },
    {
      case: 'one that made nothing of its turn',
      others: [sick('pay', { openedAt: START - MINUTE / 2 - 1 })],
      waits: false,
    },
    {
      case: 'one whose turn has a moment left',
      others: [sick('pay', { openedAt: START - MINUTE / 2 })],
      waits: true,
    },
  ])('waits for another one, $case: $waits', ({ others, waits }) => {
    expect(queueHold(facts(others))?.reason).toBe(waits ? 'account-queue' : undefined);
  });

  it('the reason names who goes first, and how many more', () => {
    const all = [sick('pay'), sick('other')];
    expect(queueHold(facts(all))?.detail).toBe('pay (critical) and 1 more wait too and go first: 1 left for now');
    expect(queueHold(facts([sick('pay')]))?.detail).toBe('pay (critical) waits too and goes first: 1 left for now');
  });

  it('no service waits for one that is being healed, nor does that one wait', () => {
    const slot = (incidentId: string) => ({ incidentId, group: incidentId, remedy: 'replaceTasks' as const });
    const two = { bounds: { ...calmFleet(20).bounds } };
    expect(queueHold(facts([sick('pay')], { slots: [slot('inc-pay')] }, two))).toBeUndefined();
    expect(queueHold(facts([sick('pay')], { slots: [slot('inc-user')] }))).toBeUndefined();
  });

  it('who gave its lease back waits like the others, and lets those go first that do', () => {
    const slot = (incidentId: string) => ({ incidentId, group: incidentId, remedy: 'replaceTasks' as const });
    const account = { ...FRESH_ACCOUNT, slots: [slot('inc-user'), slot('inc-pay')] };
    const back = (incidentId: string) => [incidentId, { holder: incidentId, fence: 1, until: 0 }] as const;
    const seen = atWork(account, new Map([back('inc-user'), back('inc-pay')]), START);
    expect(queueHold(facts([sick('pay')], seen))?.detail).toContain('pay (critical) waits too and goes first');
  });

  it('none that is left is for the limit itself to say', () => {
    const bucket = { tokens: 0.5, at: START + MINUTE };
    expect(queueHold(facts([sick('pay')], { bucket }))).toBeUndefined();
  });

  it('a turn begins anew with a token that comes back', () => {
    const long = [sick('pay', { openedAt: START - 10 * MINUTE })];
    const { refillMinutes } = ACCOUNT_POLICY;
    const justCame = { tokens: 0.9, at: START + MINUTE - 0.2 * refillMinutes * MINUTE };
    expect(queueHold(facts(long, { bucket: justCame }))?.reason).toBe('account-queue');
    const cameLongAgo = { tokens: 0.9, at: START + MINUTE - 0.9 * refillMinutes * MINUTE };
    expect(queueHold(facts(long, { bucket: cameLongAgo }))).toBeUndefined();
  });

  it('a turn begins anew with a place that becomes free, where places are what is short', () => {
    const long = [sick('pay', { openedAt: START - 10 * MINUTE })];
    const bucket = { tokens: 2, at: 0 };
    const justFree = { lastClosedAt: START };
    expect(queueHold(facts(long, { bucket }, justFree))?.reason).toBe('account-queue');
    expect(queueHold(facts(long, { bucket }, { lastClosedAt: START - MINUTE }))).toBeUndefined();
    const wide = { bounds: calmFleet(50).bounds };
    const oneToken = { bucket: { tokens: 1, at: START - MINUTE } };
    expect(queueHold(facts(long, oneToken, { ...justFree, ...wide }))).toBeUndefined();
  });

  it('the breaker while it is half-open leaves one place, however many services there are', () => {
    const { bounds } = calmFleet(40);
    const openedAt = START - ACCOUNT_POLICY.breakerOpenMinutes * MINUTE;
    const halfOpen = { breaker: { outcomes: [], openedAt } };
    expect(queueHold(facts([sick('pay')], {}, { bounds }))).toBeUndefined();
    expect(queueHold(facts([sick('pay')], halfOpen, { bounds }))?.detail).toContain('1 left for now');
  });

  it('a storm has an order of its own', () => {
    const storm = { level: 'soft' as const, since: START, declaredBy: 'inc-pay' };
    expect(queueHold(facts([sick('pay')], { storm }))).toBeUndefined();
  });

  it('what is unknown makes no service wait', () => {
    expect(queueHold({ ...facts([sick('pay')]), fleet: unknown('the table is away') })).toBeUndefined();
  });
});

describe('Where several may be healed', () => {
  const many = {
    bounds: { services: 100, account: { ...ACCOUNT_POLICY, burst: 2 }, service: calmFleet(1).bounds.service },
  };

  it.each([
    { case: 'fewer go first', others: [sick('pay')], waits: false },
    { case: 'as many go first', others: [sick('pay'), sick('other')], waits: true },
  ])('waits only when $case than are left: $waits', ({ others, waits }) => {
    expect(queueHold(facts(others, {}, many)) !== undefined).toBe(waits);
  });
});

it('Of all that wait, exactly as many may go as attempts are left', () => {
  const names = ['pay', 'other', 'job', 'user'];
  const all = names.map((name) => sick(name));
  const free = names.filter((name) => {
    const incident = sampleIncident({ id: `inc-${name}`, service: name });
    const fleet = known({ ...calmFleet(20), sick: all, tiers: TIERS });
    return queueHold({ fleet, incident, now: START }) === undefined;
  });
  expect(free).toEqual(['pay', 'other']);
});

it('What sheds load does not wait, any other remedy does', () => {
  const shed = { kind: 'flipToggle', sheds: true } as Plan;
  const asked = facts([sick('pay')]);
  expect(remedyHold(asked, { ...STEP, remedy: 'flipToggle' }, shed)).toBeUndefined();
  expect(remedyHold(asked, STEP, { kind: 'replaceTasks' } as Plan)?.reason).toBe('account-queue');
});
