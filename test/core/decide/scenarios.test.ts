/**
 * What fails in ECS services, and what a sensible person would do first and never. Each row is facts only: the healer
 * knows no names of scenarios.
 */
import { describe, expect, it } from 'vitest';
import { decide } from '../../../core/decide/decide.ts';
import { known } from '../../../core/decide/facts.ts';
import { ACCEPTS_TAG_PREFIX, API_TAG, RELEASE_TAG } from '../../../core/vocabulary.ts';
import { factsIn } from './support/scenario.ts';
import type { Scenario } from './support/scenario.ts';

const DEPLOYED_20_MINUTES_AGO = { deployedMinutesAgo: 20, onsetMinutesAgo: 15 };

const SCENARIOS: readonly Scenario[] = [
  {
    case: 'memory of one task rises slowly, nothing was deployed',
    type: 'memory-leak',
    given: { metrics: { memoryPercent: 93 }, sickTasks: 1 },
    first: 'replaceTasks',
    never: ['rollBack'],
  },
  {
    case: 'memory rises since a deployment 40 minutes ago',
    type: 'memory-leak',
    given: { metrics: { memoryPercent: 93 }, deployedMinutesAgo: 40, onsetMinutesAgo: 30 },
    first: 'rollBack',
    never: [],
  },
  {
    case: 'tasks are killed for memory again and again since the limit was lowered',
    type: 'crash-loop',
    given: { signal: 'taskStopped', ...DEPLOYED_20_MINUTES_AGO },
    first: 'rollBack',
    never: ['replaceTasks'],
  },
  {
    case: 'one task spins',
    type: 'high-cpu',
    given: { metrics: { cpuPercent: 99 }, sickTasks: 1 },
    load: 1,
    first: 'replaceTasks',
    never: ['rollBack'],
  },
  {
    case: 'every task is hot and traffic is up by 80 %',
    type: 'high-cpu',
    given: { metrics: { cpuPercent: 96 }, sickTasks: 6 },
    load: 1.8,
    first: 'scaleOut',
    never: ['replaceTasks', 'rollBack'],
  },
  {
    case: 'CPU is high since a deployment 20 minutes ago, traffic is as ever',
    type: 'high-cpu',
    given: { metrics: { cpuPercent: 96 }, ...DEPLOYED_20_MINUTES_AGO },
    load: 1,
    first: 'rollBack',
    never: [],
  },
  {
    case: 'a feature that was switched on ten minutes ago burns CPU',
    type: 'high-cpu',
    given: { metrics: { cpuPercent: 96 }, toggles: ['recommendations'] },
    toggleChanged: ['recommendations', 10],
    load: 1,
    first: 'flipToggle',
    never: ['rollBack'],
  },
  {
    case: 'a feature behind a toggle fails',
    type: 'high-error-rate',
    given: { metrics: { errorRatePercent: 40 }, toggles: ['cart'] },
    first: 'flipToggle',
    never: ['rollBack'],
  },
  {
    case: 'a second feature fails after the first was switched off',
    type: 'high-error-rate',
    given: { metrics: { errorRatePercent: 40 }, toggles: ['cart', 'ads'], alreadyTried: ['flipToggle'] },
    first: 'flipToggle',
    never: ['rollBack'],
  },
  {
    case: 'ten times the traffic, and a feature can be done without',
    type: 'high-latency',
    given: { metrics: { p99LatencyMilliseconds: 9_000 }, toggles: ['recommendations'] },
    load: 10,
    first: 'flipToggle',
    next: 'scaleOut',
    never: ['replaceTasks', 'rollBack'],
  },
  {
    case: 'ten times the traffic, and nothing can be done without',
    type: 'high-latency',
    given: { metrics: { p99LatencyMilliseconds: 9_000 } },
    load: 10,
    first: 'scaleOut',
    never: ['replaceTasks', 'rollBack'],
  },
  {
    case: 'requests fail from the first minute of a deployment',
    type: 'high-error-rate',
    given: { metrics: { errorRatePercent: 60 }, deployedMinutesAgo: 6, onsetMinutesAgo: 4 },
    first: 'rollBack',
    never: ['replaceTasks'],
  },
  {
    case: 'clients that ask again double the traffic while a release fails every request',
    type: 'high-error-rate',
    given: { metrics: { errorRatePercent: 100 }, deployedMinutesAgo: 6, onsetMinutesAgo: 4 },
    load: 2.4,
    first: 'rollBack',
    never: ['replaceTasks'],
  },
  {
    case: 'requests fail while a deployment is under way: its own circuit breaker goes first',
    type: 'high-error-rate',
    given: { metrics: { errorRatePercent: 20 }, deployedMinutesAgo: 5, onsetMinutesAgo: 3, deploymentInProgress: true },
    first: 'wait',
    never: ['rollBack', 'replaceTasks'],
  },
  {
    case: 'two bad releases in a row: what ran before is not known to be good',
    type: 'high-error-rate',
    given: { metrics: { errorRatePercent: 60 }, ...DEPLOYED_20_MINUTES_AGO, previousBakedHours: 0.5 },
    first: 'page',
    never: ['rollBack', 'replaceTasks'],
  },
  {
    case: 'a feature fails that a release with a security fix brought, and can be switched off',
    type: 'high-error-rate',
    given: { metrics: { errorRatePercent: 60 }, ...DEPLOYED_20_MINUTES_AGO, toggles: ['cart'] },
    tags: { release: { [RELEASE_TAG]: 'security' } },
    first: 'flipToggle',
    never: ['rollBack'],
  },
  {
    case: 'a release with a critical fix fails, and nothing can be switched off',
    type: 'high-error-rate',
    given: { metrics: { errorRatePercent: 60 }, ...DEPLOYED_20_MINUTES_AGO },
    tags: { release: { [RELEASE_TAG]: 'critical-fix' } },
    first: 'page',
    never: ['rollBack', 'replaceTasks'],
  },
  {
    case: 'the release changed its API, and its callers have moved on: only forward',
    type: 'high-error-rate',
    given: { metrics: { errorRatePercent: 60 }, ...DEPLOYED_20_MINUTES_AGO },
    tags: { release: { [API_TAG]: '5' }, before: { [API_TAG]: '4' } },
    caller: { [`${ACCEPTS_TAG_PREFIX}user`]: '5' },
    first: 'page',
    never: ['rollBack', 'replaceTasks'],
  },
  {
    case: 'the release changed its API, and its callers still know the old one',
    type: 'high-error-rate',
    given: { metrics: { errorRatePercent: 60 }, ...DEPLOYED_20_MINUTES_AGO },
    tags: { release: { [API_TAG]: '5' }, before: { [API_TAG]: '4' } },
    caller: { [`${ACCEPTS_TAG_PREFIX}user`]: '4-5' },
    first: 'rollBack',
    never: ['replaceTasks'],
  },
  {
    case: 'the release activated a new database schema',
    type: 'bad-deployment',
    given: { signal: 'deploymentFailed', ...DEPLOYED_20_MINUTES_AGO, schema: 'activate' },
    first: 'page',
    never: ['rollBack'],
  },
  {
    case: 'nobody said whether the release can go back',
    type: 'bad-deployment',
    given: { signal: 'deploymentFailed', ...DEPLOYED_20_MINUTES_AGO, schema: 'unknown' },
    first: 'page',
    never: ['rollBack'],
  },
  {
    case: 'a variable with the wrong address of a dependency came with a deployment',
    type: 'high-error-rate',
    given: { metrics: { errorRatePercent: 100 }, deployedMinutesAgo: 8, onsetMinutesAgo: 7 },
    first: 'rollBack',
    never: ['replaceTasks'],
  },
  {
    case: 'a parameter that a toggle stands for was changed, nothing was deployed',
    type: 'high-error-rate',
    given: { metrics: { errorRatePercent: 80 }, toggles: ['provider'] },
    toggleChanged: ['provider', 5],
    first: 'flipToggle',
    never: ['rollBack'],
  },
  {
    case: 'an image tag that does not exist: the deployment is stuck and ECS is at it',
    type: 'bad-deployment',
    given: { signal: 'deploymentFailed', deployedMinutesAgo: 10, onsetMinutesAgo: 9, deploymentInProgress: true },
    first: 'wait',
    never: ['rollBack', 'replaceTasks'],
  },
  {
    case: 'tasks cannot start since a deployment that is over: wrong architecture, command or image',
    type: 'crash-loop',
    given: { signal: 'taskStopped', deployedMinutesAgo: 12, onsetMinutesAgo: 10 },
    first: 'rollBack',
    never: ['replaceTasks'],
  },
  {
    case: 'tasks cannot start although nothing was deployed: a secret, a registry or a dependency is missing',
    type: 'crash-loop',
    given: { signal: 'serviceAction' },
    first: 'page',
    never: ['rollBack', 'replaceTasks'],
  },
  {
    case: 'connections to the database are exhausted: more tasks would take more of them',
    type: 'connection-exhaustion',
    given: { signal: 'custom', toggles: ['reports'] },
    first: 'flipToggle',
    never: ['replaceTasks', 'rollBack'],
  },
  {
    case: 'one target falls ill again after every replacement that ECS makes',
    type: 'unhealthy-targets',
    given: { metrics: { unhealthyHosts: 1 } },
    first: 'page',
    never: ['replaceTasks', 'rollBack'],
  },
  {
    case: 'all targets have been ill for long, ECS replaces them one after the other, and nothing was deployed',
    type: 'unhealthy-targets',
    given: { metrics: { unhealthyHosts: 6 } },
    first: 'page',
    never: ['replaceTasks', 'rollBack'],
  },
  {
    case: 'all tasks hang and answer late since a dependency was away, which is well again',
    type: 'high-latency',
    given: { metrics: { p99LatencyMilliseconds: 9_000 } },
    load: 1,
    first: 'replaceTasks',
    never: ['rollBack', 'scaleOut'],
  },
];

describe('what is done first', () => {
  it.each(SCENARIOS)('when $case: $first', ({ first, next, never, ...scenario }) => {
    const { decision, plan } = decide(factsIn(scenario));
    const done = decision.kind === 'wait' ? 'wait' : (plan?.kind ?? 'page');
    expect(done, decision.why.join(' ')).toBe(first);
    expect(next === undefined || decision.runnerUp === next, decision.runnerUp).toBe(true);
    expect(never).not.toContain(done);
    expect(never).not.toContain(decision.runnerUp);
  });

  it('is the same each time it is asked', () => {
    for (const scenario of SCENARIOS) {
      const facts = factsIn(scenario);
      expect(decide(facts)).toEqual(decide(structuredClone(facts)));
    }
  });
});

it('Whatever is done, it is the same in whichever order ECS lists the tasks', () => {
  const victims = SCENARIOS.map((scenario) => {
    const facts = factsIn(scenario);
    const { running } = facts;
    if (running.kind === 'unknown') throw new Error(running.why);
    const turned = { ...facts, running: known({ ...running.value, tasks: running.value.tasks.toReversed() }) };
    expect(decide(turned).decision).toEqual(decide(facts).decision);
    const [one, other] = [facts, turned].map((asked) => decide(asked).plan);
    if (one?.kind !== 'replaceTasks' || other?.kind !== 'replaceTasks') return 0;
    expect(other.victims).toEqual(one.victims);
    return one.victims.length;
  });
  expect(Math.max(...victims)).toBeGreaterThan(1);
});
