/** An actor is changing the number of tasks: seen by the desired count alone, because a crash loop misses tasks too. */
import { describe, expect, it } from 'vitest';
import { decide } from '../../../core/decide/decide.ts';
import { known, unknown } from '../../../core/world/known.ts';
import type { Facts } from '../../../core/facts/facts.ts';
import { AT_WORK_PERIODS, countPeriodSeconds, scalingInProgress } from '../../../core/decide/scaling.ts';
import type { Attempt } from '../../../core/incident/incident.ts';
import type { Point } from '../../../core/world/series.ts';
import { holdsOn, releasedFacts } from '../../support/decided-example.ts';

interface Counts {
  /** By the minute, oldest first. */
  readonly desiredBefore: readonly number[];
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
}

function counted({ desiredBefore, desired, running, pending }: Counts, change: Partial<Facts> = {}): Facts {
  const facts = releasedFacts('high-cpu', { sickTasks: 1 });
  if (facts.running.kind === 'unknown') throw new Error('the example must say what is running');
  const service = { ...facts.running.value.service, desiredCount: desired };
  const points = desiredBefore.map((value, index): Point => ({ at: index * 60_000, value }));
  return {
    ...facts,
    running: known({ ...facts.running.value, service: { ...service, runningCount: running, pendingCount: pending } }),
    desiredCounts: known(points),
    ...change,
  };
}

/** One attempt of the healer that set these counts, of four tasks. */
function replaced(...counts: readonly number[]): Attempt {
  return {
    number: 1,
    remedy: 'replaceTasks',
    startedAt: 0,
    status: 'failed',
    journal: {
      plan: {
        kind: 'replaceTasks',
        victims: [],
        sickKnown: true,
        desiredBefore: 4,
        keepRunning: 2,
        behindLoadBalancer: true,
        tasksBefore: [],
      },
      moves: counts.map((count, at) => ({ at, move: { kind: 'setDesiredCount', count }, text: 'a count' })),
    },
  };
}

/** One attempt that added two tasks to four. */
function scaledOut(): Attempt {
  const { journal, ...attempt } = replaced(6);
  const plan = {
    kind: 'scaleOut' as const,
    from: 4,
    to: 6,
    behindLoadBalancer: true,
    tasksBefore: [],
    usualRequests: 100,
    expiresAt: 0,
  };
  return { ...attempt, remedy: 'scaleOut', journal: { ...journal, plan } };
}

const AT_WORK = [
  { case: 'autoscaling out', desiredBefore: [4, 4, 4], desired: 6, running: 4, pending: 2 },
  { case: 'scaling in', desiredBefore: [6, 6, 6], desired: 4, running: 6, pending: 0 },
  { case: 'a change in the middle of what was read', desiredBefore: [4, 4, 6], desired: 6, running: 5, pending: 1 },
  { case: 'a change that all tasks have followed', desiredBefore: [4, 6, 6], desired: 6, running: 6, pending: 0 },
];

const NOT_AT_WORK = [
  { case: 'a crash loop', desiredBefore: [3, 3, 3], desired: 3, running: 1, pending: 1 },
  { case: 'tasks that do not start', desiredBefore: [3, 3, 3], desired: 3, running: 0, pending: 3 },
  { case: 'more tasks than desired', desiredBefore: [3, 3, 3], desired: 3, running: 4, pending: 0 },
  { case: 'no reading at all', desiredBefore: [], desired: 6, running: 4, pending: 2 },
];

describe('a changing number of tasks', () => {
  it.each(AT_WORK)('is left alone: $case', (counts) => {
    const facts = counted(counts);
    expect(scalingInProgress(facts)?.reason).toBe('scaling-in-progress');
    expect(holdsOn(facts, 'replaceTasks')).toContain('scaling-in-progress');
    expect(holdsOn(facts, 'rollBack')).toContain('scaling-in-progress');
    expect(holdsOn(facts, 'flipToggle')).toEqual([]);
  });

  it.each(NOT_AT_WORK)('is not seen in $case', (counts) => {
    expect(scalingInProgress(counted(counts))).toBeUndefined();
  });

  it('is told with its counts', () => {
    const facts = counted({ desiredBefore: [4, 4], desired: 6, running: 4, pending: 2 });
    expect(scalingInProgress(facts)?.detail).toBe(
      'desired 6, 4 a moment ago, running 4, 2 pending: another actor, perhaps autoscaling, is changing the count',
    );
  });

  it('is not known where nothing counts tasks, or ECS is silent', () => {
    const counts = { desiredBefore: [4], desired: 6, running: 4, pending: 2 };
    expect(scalingInProgress(counted(counts, { desiredCounts: unknown('nothing counts its tasks') }))).toBeUndefined();
    expect(scalingInProgress(counted(counts, { running: unknown('throttled') }))).toBeUndefined();
  });

  it.each([
    { case: 'one more to start', desiredBefore: [4, 4], desired: 5, seen: undefined },
    { case: 'and back', desiredBefore: [4, 5, 5], desired: 4, seen: undefined },
    { case: 'but not what another actor made of it', desiredBefore: [4, 5], desired: 8, seen: 'scaling-in-progress' },
    { case: 'but not what another actor had made', desiredBefore: [8, 4], desired: 5, seen: 'scaling-in-progress' },
  ])("is the healer's own: $case", ({ seen, ...rest }) => {
    const facts = counted({ ...rest, running: 4, pending: 0 });
    const incident = { ...facts.incident, attempts: [replaced(5)] };
    expect(scalingInProgress({ ...facts, incident })?.reason).toBe(seen);
  });

  it("is the healer's own when it scaled out, to the count that stays", () => {
    const facts = counted({ desiredBefore: [4, 4], desired: 6, running: 6, pending: 0 });
    expect(scalingInProgress({ ...facts, incident: { ...facts.incident, attempts: [scaledOut()] } })).toBeUndefined();
    expect(scalingInProgress(facts)?.reason).toBe('scaling-in-progress');
  });

  it('is waited for when nothing else can be done', () => {
    const facts = counted({ desiredBefore: [4, 4], desired: 6, running: 4, pending: 2 });
    const { decision } = decide({ ...facts, service: { ...facts.service, toggles: [] }, toggles: {} });
    expect(decision.kind).toBe('wait');
    expect(decision.why.join(' ')).toContain('another actor, perhaps autoscaling, is changing the count');
  });

  it('is looked for in three periods of a minute, or in as many shorter ones', () => {
    expect(AT_WORK_PERIODS).toBe(3);
    expect([60, 300, 10].map((periodSeconds) => countPeriodSeconds({ periodSeconds }))).toEqual([60, 60, 10]);
  });
});
