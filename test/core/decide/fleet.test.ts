/** Which storm a plan is right in, whose turn it is, and what many services with one failure have to wait for. */
import { describe, expect, it } from 'vitest';
import { known } from '../../../core/world/known.ts';
import { calmFleet, type Fleet } from '../../../core/facts/fleet.ts';
import { remedyHold, stormLevelMax } from '../../../core/decide/fleet.ts';
import type { SickService } from '../../../core/limits/storm.ts';
import type { Plan } from '../../../core/incident/journal.ts';
import type { Tier } from '../../../core/vocabulary.ts';
import { MINUTE, sampleIncident, START } from '../../contract/samples.ts';

const INCIDENT = sampleIncident({ id: 'inc-user', service: 'user', failureType: 'high-cpu' });
const FLIP = {
  kind: 'flipToggle',
  toggle: 'recommendations',
  parameter: '/shop/recommendations',
  from: 'on',
  to: 'off',
  expiresAt: START + 60 * MINUTE,
} as unknown as Plan;
const REPLACE = { kind: 'replaceTasks' } as Plan;
const STEP = { remedy: 'replaceTasks', class: 'safe' } as const;

function sick(service: string, change: Partial<SickService> = {}): SickService {
  return { service, incidentId: `inc-${service}`, failureType: 'high-cpu', openedAt: START, ...change };
}

function facts(all: readonly SickService[], change: Partial<Fleet> = {}) {
  return { fleet: known({ ...calmFleet(40), sick: all, ...change }), incident: INCIDENT, now: START };
}

describe('The worst storm in which a plan is right', () => {
  it.each([
    { case: 'a toggle that sheds load', plan: { ...FLIP, sheds: true } as Plan, others: [sick('a')], level: 'hard' },
    { case: 'any other toggle', plan: FLIP, others: [sick('a')], level: 'soft' },
    { case: 'anything else, out of turn', plan: REPLACE, others: [sick('a')], level: 'none' },
    { case: 'anything else, alone', plan: REPLACE, others: [], level: 'soft' },
    { case: 'nothing', plan: undefined, others: [sick('a')], level: 'none' },
  ])('is $level for $case', ({ plan, others, level }) => {
    expect(stormLevelMax(facts([...others, sick('user')]), STEP, plan)).toBe(level);
  });
});

it('What disrupts is right in no storm, whichever service has the turn', () => {
  expect(stormLevelMax(facts([sick('user')]), { class: 'disruptive' }, REPLACE)).toBe('none');
});

describe('Whose turn it is', () => {
  const tiers: Readonly<Record<string, Tier>> = { user: 'standard', pay: 'critical', job: 'batch', other: 'standard' };

  it.each([
    { case: 'before a more critical one', others: [sick('pay', { openedAt: START - MINUTE })], level: 'soft' },
    { case: 'after a less critical one', others: [sick('job', { openedAt: START + MINUTE })], level: 'none' },
    {
      case: 'after one of its tier that failed before',
      others: [sick('other', { openedAt: START - 1 })],
      level: 'none',
    },
    {
      case: 'before one of its tier that failed later',
      others: [sick('other', { openedAt: START + 1 })],
      level: 'soft',
    },
    {
      case: 'before one that no execution works on any more',
      others: [sick('job', { closedAt: START })],
      level: 'soft',
    },
    {
      case: 'before one that is not registered any more',
      others: [sick('gone', { openedAt: START - MINUTE })],
      level: 'soft',
    },
  ])('is $case', ({ others, level }) => {
    expect(stormLevelMax(facts([...others, sick('user')], { tiers }), STEP, REPLACE)).toBe(level);
  });
});

it('A turn passes on after ten minutes, for who can make nothing of it must not keep the others waiting', () => {
  const all = [sick('a'), sick('user')];
  const level = (minutes: number) => stormLevelMax({ ...facts(all), now: START + minutes * MINUTE }, STEP, REPLACE);
  expect([0, 9, 10, 19, 20].map(level)).toEqual(['none', 'none', 'soft', 'soft', 'none']);
});

describe('Services with the same failure', () => {
  const others = (count: number, change: Partial<SickService> = {}) =>
    Array.from({ length: count }, (_, index) => sick(`a${index}`, change));

  it.each([
    { case: 'two of them', all: others(1), reason: undefined },
    { case: 'three of them', all: others(2), reason: 'common-cause' },
    {
      case: 'three, of which the others were left to a person',
      all: others(2, { closedAt: START }),
      reason: undefined,
    },
    { case: 'three with failures of their own', all: others(2, { failureType: 'memory-leak' }), reason: undefined },
  ])('wait for the first of them: $case, $reason', ({ all, reason }) => {
    expect(remedyHold(facts([...all, sick('user')]), STEP, REPLACE)?.reason).toBe(reason);
  });

  it('do not wait with a toggle', () => {
    expect(remedyHold(facts([...others(2), sick('user')]), { ...STEP, remedy: 'flipToggle' }, FLIP)).toBeUndefined();
  });
});
