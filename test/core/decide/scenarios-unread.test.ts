/**
 * What could not be read is a reason not to act: each scenario is asked once for each fact whose read may fail, and nothing
 * is done then that would not be done had it been read, but for toggles. Where there is nothing to read, all stays as it is.
 */
import { describe, expect, it } from 'vitest';
import { choose, decide } from '../../../core/decide/decide.ts';
import { known, unknown, unread } from '../../../core/world/known.ts';
import type { Facts } from '../../../core/facts/facts.ts';
import { stanceOf, type Stance } from '../../../core/people/override.ts';
import { factsIn } from './support/scenario.ts';
import { SCENARIOS } from './support/scenarios.ts';

const WHY = 'ThrottlingException';

type Without = (facts: Facts) => Facts;

/** Every read of a decision that may fail, as it then is. */
const UNREAD: Readonly<Record<string, Without>> = {
  override: (facts) => ({ ...facts, stance: overrideUnread() }),
  alarms: (facts) => ({ ...facts, alarms: unread(WHY) }),
  values: (facts) => ({ ...facts, values: unread(WHY) }),
  load: (facts) => ({ ...facts, load: unread(WHY) }),
  served: (facts) => ({ ...facts, served: unread(WHY) }),
  calendars: (facts) => ({ ...facts, calendars: unread(WHY) }),
  'desired counts': (facts) => ({ ...facts, desiredCounts: unread(WHY) }),
  'what is running': (facts) => ({ ...facts, running: unread(WHY) }),
  releases: (facts) => ({ ...facts, releases: unread(WHY) }),
  neighbours: withoutNeighbours,
  dependencies: (facts) => ({ ...facts, dependencies: [dependency({ utilisationUnread: WHY })] }),
  fleet: (facts) => ({ ...facts, fleet: unread(WHY) }),
  toggles: withoutToggles,
  memory: (facts) => ({ ...facts, experience: unread(WHY) }),
  'how such failures end': (facts) => ({ ...facts, organic: unread(WHY) }),
};

function overrideUnread(): Stance {
  const unreadable = { kind: 'unreadable', why: WHY } as const;
  return stanceOf({ global: unreadable, service: unreadable }, { name: 'user' }, 0);
}

function withoutToggles(facts: Facts): Facts {
  const reading = { kind: 'unreadable', why: WHY, unread: true } as const;
  return { ...facts, toggles: Object.fromEntries(Object.keys(facts.toggles).map((name) => [name, reading])) };
}

function withoutNeighbours(facts: Facts): Facts {
  const { releases } = facts;
  if (releases.kind === 'unknown') throw new Error(releases.why);
  return { ...facts, releases: known({ ...releases.value, neighbours: unread(WHY) }) };
}

function dependency(busy: Partial<Facts['dependencies'][number]>): Facts['dependencies'][number] {
  return { service: 'db', health: 'Healthy', failing: false, callers: 3, ...busy };
}

const CELLS = SCENARIOS.flatMap(({ first: _first, next: _next, never, ...scenario }) =>
  Object.entries(UNREAD).map(([fact, without]) => {
    const facts = factsIn(scenario);
    const asked = choose(without(facts));
    return { cell: `${scenario.case}, without ${fact}`, never, read: choose(facts), asked };
  }),
);

describe(`in ${SCENARIOS.length} scenarios, each without one of ${Object.keys(UNREAD).length} facts`, () => {
  it(`none of ${CELLS.length} does what must never be done`, () => {
    const forbidden = CELLS.filter(({ asked, never }) => asked.plan !== undefined && never.includes(asked.plan.kind));
    expect(forbidden.map(({ cell }) => cell)).toEqual([]);
    expect(CELLS).toHaveLength(SCENARIOS.length * Object.keys(UNREAD).length);
  });

  it('whatever is done would be done had it been read, or is a toggle; or adds tasks, where it would have been one', () => {
    const others = CELLS.filter(({ asked: { plan }, read }) => {
      if (plan === undefined || plan.kind === 'flipToggle' || plan.kind === read.plan?.kind) return false;
      return plan.kind !== 'scaleOut' || read.plan?.kind !== 'flipToggle';
    });
    expect(others.map(({ cell, asked }) => `${cell}: ${asked.plan?.kind}`)).toEqual([]);
  });
});

const HELD: readonly {
  readonly case: string;
  readonly scenario: string;
  readonly without: Without;
  readonly said: string;
}[] = [
  {
    case: 'the override, which may be off',
    scenario: 'one task spins',
    without: (facts) => ({ ...facts, stance: overrideUnread() }),
    said: 'could not read /healer/mode',
  },
  {
    case: 'deployments, of which one may explain it',
    scenario: 'requests fail from the first minute of a deployment',
    without: (facts) => ({ ...facts, releases: unread(WHY) }),
    said: 'deployments could not be read',
  },
  {
    case: 'who calls the service, before it goes back to another version of its API',
    scenario: 'the release changed its API, and its callers still know the old one',
    without: withoutNeighbours,
    said: 'its callers or its dependencies could not be read',
  },
  {
    case: 'requests, while every task is hot',
    scenario: 'every task is hot and traffic is up by 80 %',
    without: (facts) => ({ ...facts, load: unread(WHY) }),
    said: 'its requests could not be read',
  },
  {
    case: 'how many tasks are desired, where an actor may be changing it',
    scenario: 'one task spins',
    without: (facts) => ({ ...facts, desiredCounts: unread(WHY) }),
    said: 'its desired count could not be read',
  },
  {
    case: 'how busy a dependency is, of which several services may fail',
    scenario: 'one task spins',
    without: (facts) => ({ ...facts, dependencies: [dependency({ utilisationUnread: WHY })] }),
    said: 'the load of db could not be read',
  },
  {
    case: 'a toggle that an operator may just have switched',
    scenario: 'a feature that was switched on ten minutes ago burns CPU',
    without: withoutToggles,
    said: 'toggle recommendations could not be read',
  },
  {
    case: 'the error budget, before anything disruptive',
    scenario: 'requests fail from the first minute of a deployment',
    without: (facts) => ({
      ...facts,
      service: { ...facts.service, slo: { availability: 0.999, days: 30 } },
      served: unread(WHY),
    }),
    said: 'its error budget could not be read',
  },
];

describe('it waits, and says what could not be read', () => {
  it.each(HELD)('$case', ({ scenario, without, said }) => {
    const { decision } = decide(without(factsOf(scenario)));
    expect(decision, decision.why.join(' ')).toMatchObject({ kind: 'wait' });
    expect(decision.why.join(' ')).toContain(said);
    expect(decision.why.join(' ')).toContain(WHY);
  });
});

describe('an override that cannot be read', () => {
  const facts = { ...factsOf('one task spins'), stance: overrideUnread() };

  it('is asked less often in a storm, as everything is', () => {
    if (facts.fleet.kind === 'unknown') throw new Error(facts.fleet.why);
    const storm = { level: 'hard', since: facts.now, services: [] } as const;
    const { account } = facts.fleet.value;
    const fleet = known({ ...facts.fleet.value, account: { ...account, storm } } as never);
    expect(choose({ ...facts, fleet })).toMatchObject({ kind: 'wait', holds: [{ reason: 'storm-hard' }] });
  });

  it('keeps no person from being asked where there is nothing else to do', () => {
    const attempt = {
      remedy: 'scaleOut',
      status: 'failed',
      startedAt: facts.now - 60_000,
      journal: { plan: { kind: 'scaleOut' }, moves: [] },
    };
    const attempts = [1, 2, 3].map((number) => ({ ...attempt, number })) as never;
    const asked = choose({ ...facts, incident: { ...facts.incident, attempts } });
    expect(asked).toMatchObject({ kind: 'page', holds: [{ reason: 'too-many-remedies' }] });
  });
});

describe('where there is nothing to read', () => {
  it.each([
    { case: 'no metric of requests', none: { load: unknown('nothing counts its requests') }, does: 'replaceTasks' },
    { case: 'no recorded deployment', none: { releases: unknown('not recorded then') }, does: 'replaceTasks' },
    { case: 'no count of tasks', none: { desiredCounts: unknown('nothing counts its tasks') }, does: 'replaceTasks' },
    { case: 'no objective', none: { served: unknown('no objective is set') }, does: 'replaceTasks' },
  ] satisfies readonly { case: string; none: Partial<Facts>; does: string }[])('$case: it heals', ({ none, does }) => {
    expect(choose({ ...factsOf('one task spins'), ...none }).chosen).toBe(does);
  });
});

it('Few tasks that stand out are sick, whatever the load is that could not be read', () => {
  const facts = factsOf('one task spins');
  expect(choose({ ...facts, load: unread(WHY) }).chosen).toBe('replaceTasks');
});

function factsOf(named: string): Facts {
  const found = SCENARIOS.find((scenario) => scenario.case === named);
  if (found === undefined) throw new Error(`there is no scenario "${named}"`);
  const { first: _first, next: _next, never: _never, ...scenario } = found;
  return factsIn(scenario);
}
