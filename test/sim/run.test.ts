/** The engine on hand-made incidents: what it costs, when a person is asked, what a policy is told. */
import { describe, expect, it } from 'vitest';
import { costOf } from '../../sim/measure/measures.ts';
import { digestOf } from '../../sim/measure/simulate-seed.ts';
import { firstLook } from '../../core/verify/judge.ts';
import { clockTime, minutesAt } from '../../sim/engine/clock-time.ts';
import { attemptsOf, type FaultRecord } from '../../sim/engine/record.ts';
import { entryOf, runbookOf } from '../../sim/engine/registered.ts';
import { play } from '../../sim/engine/run.ts';
import { none, restart } from '../../sim/policies/baselines.ts';
import { firstOpen, fixed, type Choice, type Policy, type Result, type Situation } from '../../sim/policies/policy.ts';
import { POLICIES } from '../../sim/policies/registry.ts';
import type { Chance } from '../../sim/world/random.ts';
import { REMEDIES, type Remedy } from '../../sim/world/remedies.ts';
import { worldOf } from '../../sim/world/world.ts';
import { aFault, aSimulatedService, aWorld, unlucky } from './support/hand-made.ts';

/** Chance that makes actions take exactly their mean: the normal number is 0 where the cosine is. */
const timed = (wins: Parameters<typeof unlucky>[0] = {}): Chance => {
  const otherwise = unlucky(wins);
  return (stream, ...which) => (stream === 'duration' && which.at(-1) === 1 ? 0.25 : otherwise(stream, ...which));
};
const MEDIAN_OF_MEAN = Math.exp(-(0.3 ** 2) / 2);

function inOrder(...order: readonly Remedy[]): Policy {
  return fixed((situation) => firstOpen(order, situation));
}

/** A policy that also writes down what it was asked and told. */
function listening(choose: (situation: Situation) => Choice) {
  const asked: Situation[] = [];
  const settled: Result[] = [];
  const relapsed: Result[] = [];
  const policy: Policy = {
    style: 'bounded',
    choose: (situation) => {
      asked.push({ ...situation, tried: [...situation.tried] });
      return choose(situation);
    },
    settled: (result) => void settled.push(result),
    relapsed: (result) => void relapsed.push(result),
  };
  return { policy, asked, settled, relapsed };
}

function only(records: readonly FaultRecord[]): FaultRecord {
  const [record] = records;
  if (record === undefined || records.length !== 1) throw new Error(`${records.length} records instead of one`);
  return record;
}

const outcomes = ({ incidents }: FaultRecord) => incidents.map(({ outcome }) => outcome);

/** When the product looks for the last time at what did not help: later and later, until the runbook's window is over. */
function lastLook(done: number): number {
  const about = { service: entryOf(aSimulatedService()), runbook: runbookOf('high-error-rate', []) };
  let at = minutesAt(firstLook(about, clockTime(done)));
  while (at - done < about.runbook.verification.timeoutPeriods) at += Math.max(1, (at - done) / 3);
  return at;
}

describe('one incident', () => {
  it('costs the time of a person when a person is asked at once', () => {
    const record = only(play(aWorld([aFault()]), 'none', none()).faults);
    expect(record).toMatchObject({ downtimeMinutes: 40, disruptionMinutes: 0, pages: 1 });
    expect(outcomes(record)).toEqual(['escalated']);
  });

  it('costs the time of the action and its disruption when that cures; verification costs nothing more', () => {
    const record = only(play(aWorld([aFault()], timed({ cure: 0 })), 'one', inOrder('rollBack')).faults);
    expect(record.downtimeMinutes).toBeCloseTo(6 * MEDIAN_OF_MEAN, 6);
    expect(record.disruptionMinutes).toBe(4);
    expect(outcomes(record)).toEqual(['healed']);
    expect(attemptsOf(record)).toMatchObject([{ remedy: 'rollBack', status: 'succeeded', cured: true }]);
  });

  it.each([
    { tier: 'critical' as const, disruptionMinutes: 12 },
    { tier: 'batch' as const, disruptionMinutes: 1.2 },
  ])('weighs disruption by tier: $tier', ({ tier, disruptionMinutes }) => {
    const fault = aFault({ service: aSimulatedService(0, { tier }) });
    const record = only(play(aWorld([fault], timed({ cure: 0 })), 'one', inOrder('rollBack')).faults);
    expect(record.disruptionMinutes).toBeCloseTo(disruptionMinutes, 9);
  });

  it('goes on to the next remedy at the first look after the window, and to a person after three remedies', () => {
    const order = ['flipToggle', 'replaceTasks', 'scaleOut', 'rollBack'] as const;
    const record = only(play(aWorld([aFault()], timed()), 'all', inOrder(...order)).faults);
    expect(attemptsOf(record).map(({ remedy }) => remedy)).toEqual(order.slice(0, 3));
    const gaveUpAt = [0.5, 2, 3].reduce((at, minutes) => lastLook(at + minutes * MEDIAN_OF_MEAN), 100);
    expect(record.downtimeMinutes).toBeCloseTo(gaveUpAt - 100 + 40, 3);
    expect(outcomes(record)).toEqual(['escalated']);
  });

  it('is credited to the remedy, and counted as unneeded, when it passed by itself while the remedy was applied', () => {
    const record = only(play(aWorld([aFault({ passesAfter: 1 })], timed()), 'all', inOrder(...REMEDIES)).faults);
    expect(outcomes(record)).toEqual(['healed']);
    expect(attemptsOf(record)).toMatchObject([{ status: 'succeeded', cured: false, unneeded: true }]);
    expect(record.downtimeMinutes).toBe(1);
  });

  it('costs no downtime when it is a false alarm, only what was done about it', () => {
    const fault = aFault({ cause: 'falseAlarm', passesAfter: 3 });
    const record = only(play(aWorld([fault], timed()), 'one', inOrder('flipToggle')).faults);
    expect(record).toMatchObject({ downtimeMinutes: 0, disruptionMinutes: 2 });
  });

  it('asks a person after harm, which is counted', () => {
    const record = only(play(aWorld([aFault()], timed({ harm: 0 })), 'all', inOrder('rollBack', 'flipToggle')).faults);
    expect(attemptsOf(record)).toMatchObject([{ status: 'failed', harmful: true }]);
    expect(outcomes(record)).toEqual(['escalated']);
    expect(record.disruptionMinutes).toBe(4 + 10);
  });

  it('asks a person when nothing can be verified, and says nothing about the remedy', () => {
    const { policy, settled } = listening((situation) => firstOpen(REMEDIES, situation));
    const record = only(play(aWorld([aFault()], timed({ sensor: 0, cure: 0 })), 'all', policy).faults);
    expect(settled).toMatchObject([{ status: 'censored' }]);
    expect(outcomes(record)).toEqual(['escalated']);
  });

  it('asks a person when a call to AWS fails for good, and says nothing about the remedy', () => {
    const { policy, settled } = listening((situation) => firstOpen(['rollBack'], situation));
    const record = only(play(aWorld([aFault()], timed({ execution: 0, cure: 0 })), 'one', policy).faults);
    expect(settled).toMatchObject([{ status: 'censored' }]);
    expect(record).toMatchObject({ disruptionMinutes: 0, pages: 1 });
    expect(outcomes(record)).toEqual(['failed']);
  });

  it('asks a person after a rollback that did not help, as the product does', () => {
    const record = only(play(aWorld([aFault()], timed()), 'all', inOrder('rollBack', 'flipToggle')).faults);
    expect(attemptsOf(record).map(({ remedy }) => remedy)).toEqual(['rollBack']);
    expect(outcomes(record)).toEqual(['escalated']);
  });
});

describe('a failure that merely hid', () => {
  // Relieved for 20 · ln 2 minutes: back within the hour, later than verification.
  const chance = timed({ relief: 0.0001 });
  const half: Chance = (stream, ...which) =>
    stream === 'relief' && which.at(-1) === 1 ? 0.5 : chance(stream, ...which);

  it('opens a new incident, which knows that it is a return, and the credit is taken back', () => {
    const { policy, asked, settled, relapsed } = listening(({ returns }) =>
      returns === 0 ? { kind: 'act', remedy: 'replaceTasks' } : { kind: 'page' },
    );
    const record = only(play(aWorld([aFault()], half), 'one', policy).faults);
    expect(outcomes(record)).toEqual(['healed', 'escalated']);
    expect(asked.map(({ returns, tried }) => ({ returns, tried }))).toEqual([
      { returns: 0, tried: [] },
      { returns: 1, tried: [] },
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['succeeded']);
    expect(relapsed).toEqual(settled);
    expect(record.relapses).toBe(1);
  });

  it('costs no downtime while it hides', () => {
    const away = 20 * Math.LN2;
    const record = only(play(aWorld([aFault()], half), 'one', pageWhenItReturns()).faults);
    expect(record.downtimeMinutes).toBeCloseTo(2 * MEDIAN_OF_MEAN + 3 + 40, 6);
    expect(record.incidents[1]?.openedAt).toBeCloseTo(100 + 2 * MEDIAN_OF_MEAN + away + 3, 6);
  });

  it('is not healed while it returns within verification', () => {
    const soon: Chance = (stream, ...which) =>
      stream === 'relief' && which.at(-1) === 1 ? 0.05 : chance(stream, ...which);
    const record = only(play(aWorld([aFault()], soon), 'one', inOrder('replaceTasks')).faults);
    expect(attemptsOf(record).map(({ status }) => status)).toEqual(['failed']);
  });
});

function pageWhenItReturns(): Policy {
  return fixed(({ returns }) => (returns === 0 ? { kind: 'act', remedy: 'replaceTasks' } : { kind: 'page' }));
}

describe('many incidents', () => {
  const pair = (second: Partial<Parameters<typeof aSimulatedService>[1]> = {}) => [
    aFault({ index: 0 }),
    aFault({ index: 1, at: 101, service: aSimulatedService(1, second) }),
  ];

  it('are healed one at a time in a group, in the order of their alarms', () => {
    const faults = play(aWorld(pair(), timed({ cure: 0 })), 'one', inOrder('rollBack')).faults;
    const [first, second] = faults.map(({ incidents }) => incidents[0]);
    const freed = first?.closedAt ?? NaN;
    const started = second?.attempts[0]?.startedAt ?? NaN;
    // A standard service asks again within a minute.
    expect(started).toBeGreaterThanOrEqual(freed);
    expect(started).toBeLessThan(freed + 1);
    expect(second?.withheld.waited['group-busy']).toBeCloseTo(started - 101, 3);
  });

  it('are healed at once in different groups', () => {
    const faults = play(aWorld(pair({ group: 1 }), timed({ cure: 0 })), 'one', inOrder('flipToggle')).faults;
    expect(faults[1]?.incidents[0]?.attempts[0]?.startedAt).toBe(101);
  });

  it('go to a person when their turn does not come within twenty minutes', () => {
    const faults = play(aWorld(pair(), timed()), 'all', inOrder('rollingRestart', 'replaceTasks', 'scaleOut')).faults;
    const [incident] = faults[1]?.incidents ?? [];
    expect(incident).toMatchObject({ outcome: 'escalated', attempts: [], withheld: { paged: 'group-busy' } });
    expect(incident?.closedAt).toBeGreaterThanOrEqual(121);
    expect(incident?.closedAt).toBeLessThan(122);
  });

  it('are over by themselves when their alarm cleared while they waited', () => {
    const [first, second] = pair();
    const waiting = [first ?? aFault(), { ...(second ?? aFault()), passesAfter: 2 }];
    const faults = play(aWorld(waiting, timed({ cure: 0 })), 'one', inOrder('rollBack')).faults;
    expect(faults[1]?.incidents).toMatchObject([{ outcome: 'self-recovered', attempts: [] }]);
  });

  it('of one service go to a person when it had three attempts within the hour', () => {
    const service = aSimulatedService();
    const faults = [0, 1, 2, 3].map((index) => aFault({ index, at: 100 + index * 19, service }));
    const policy = fixed(({ fault }) => ({ kind: 'act', remedy: REMEDIES[fault] ?? 'rollBack' }));
    const run = play(aWorld(faults, timed({ cure: 0 })), 'one', policy);
    const ended = run.faults.map(({ incidents }) => incidents[0]);
    expect(ended.map((one) => one?.outcome)).toEqual(['healed', 'healed', 'recurring', 'escalated']);
    expect(ended[3]?.withheld.paged).toBe('attempts-exhausted');
  });
});

describe('restarting for ever', () => {
  it('pauses twice as long each time, at most five minutes, and pages after the first failure', () => {
    const record = only(play(aWorld([aFault({ humanMinutes: 60 })], timed()), 'restart', restart()).faults);
    const attempts = attemptsOf(record);
    const pauses = attempts.slice(1).map(({ startedAt }, i) => 60 * (startedAt - (attempts[i]?.verifiedAt ?? 0)));
    expect(pauses.map((seconds) => Math.round(seconds)).slice(0, 7)).toEqual([10, 20, 40, 80, 160, 300, 300]);
    expect(record.pages).toBe(1);
    expect(outcomes(record)).toEqual(['escalated']);
  });
});

describe('a run', () => {
  const world = worldOf(11, 300);

  it.each(['ours', 'random', 'oracle'] as const)('replays bit for bit: %s', (name) => {
    const [first, second] = [1, 2].map(() =>
      digestOf(play(worldOf(11, 300), name, POLICIES[name].make(worldOf(11, 300)))),
    );
    expect(second).toBe(first);
  });

  it('ends every fault, under every policy', () => {
    for (const [name, { make }] of Object.entries(POLICIES)) {
      const { faults } = play(world, name, make(world));
      expect(faults.every((record) => Number.isFinite(costOf(record)) && record.incidents.length > 0)).toBe(true);
    }
  });

  it('gives policies that choose alike the same incident, to the last digit', () => {
    const once = play(world, 'a', inOrder('flipToggle', 'rollBack')).faults;
    const again = play(world, 'b', inOrder('flipToggle', 'rollBack', 'scaleOut')).faults;
    const short = once.map((record, i) => [record, again[i]] as const).filter(([a]) => attemptsOf(a).length < 2);
    expect(short.length).toBeGreaterThan(50);
    const differing = short.filter(
      ([a, b]) => b !== undefined && attemptsOf(a)[0]?.verifiedAt !== attemptsOf(b)[0]?.verifiedAt,
    );
    // Only waiting for a neighbour that took longer can move an incident.
    expect(differing.length).toBeLessThan(short.length / 10);
  });
});
