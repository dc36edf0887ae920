/**
 * Turns a runbook's remedies into candidates: what each would do, how likely it is to help, what it costs, and every
 * reason why it is not possible now. Paging is the last candidate and always possible.
 */
import type { RemedyStep } from '../catalog.ts';
import { answered, approvalHold } from '../approval.ts';
import { pausedHold } from '../override.ts';
import type { Attempt, Candidate, Incident } from '../incident/incident.ts';
import { contextOf } from '../memory/context.ts';
import type { Context } from '../memory/context.ts';
import type { Experience } from '../ports.ts';
import type { Plan } from '../remedies/journal.ts';
import { REMEDIES } from '../remedies/registry.ts';
import { hold } from '../remedies/remedy.ts';
import type { Planned } from '../remedies/remedy.ts';
import type { Hold, Tier } from '../vocabulary.ts';
import { priorOf } from './belief.ts';
import type { RecentChanges } from './belief.ts';
import { calendarHold } from './change-calendar.ts';
import { budgetSpent } from './error-budget.ts';
import { remedyHold } from './fleet.ts';
import { failingDependency, noHeadroom } from './failing-dependency.ts';
import type { Facts } from './facts.ts';
import { minorityIsSick, overloaded, underLoad } from './overload.ts';
import { inPeakHours } from './peak-hours.ts';
import { DECISION_POLICY } from './policy.ts';
import type { DecisionPolicy } from './policy.ts';
import { recentChanges } from './recent-changes.ts';
import { scoreOf } from './rank.ts';
import type { Score } from './rank.ts';
import { scalingInProgress } from './scaling.ts';

export interface PlannedCandidate {
  readonly candidate: Candidate;
  /** Absent for paging and for what is not possible. */
  readonly plan?: Plan;
}

export interface Choices {
  /** In which experience was looked up, and in which the result will be remembered. */
  readonly context: Context;
  /** In runbook order. */
  readonly candidates: readonly PlannedCandidate[];
}

/** @param policy the numbers they are weighed by */
export function choicesOf(facts: Facts, policy: DecisionPolicy = DECISION_POLICY): Choices {
  const planned = facts.runbook.remedies.map((step) => planOf(facts, step));
  const wayBack = planned[facts.runbook.remedies.findIndex(({ remedy }) => remedy === 'rollBack')];
  const change = recentChanges(facts, wayBack);
  const context = facts.incident.context ?? seenNow(facts, change);
  const situation = situationOf(facts, change, context, policy);
  const candidates = facts.runbook.remedies.map((step, position) =>
    candidateOf(facts, { step, position, planned: planned[position], situation }),
  );
  return { context, candidates };
}

/** Looked for once for a decision, whatever the remedies. */
function situationOf(facts: Facts, change: RecentChanges, context: Context, policy: DecisionPolicy): Situation {
  return {
    policy,
    change,
    context,
    peak: inPeakHours(facts.service, facts.now),
    overload: overloaded(facts),
    dependency: failingDependency(facts),
    headroom: noHeadroom(facts),
    scaling: scalingInProgress(facts),
    calendar: calendarHold(facts),
    budget: budgetSpent(facts),
  };
}

/** Asked once for an incident: what the healer itself does changes the signs. */
function seenNow(facts: Facts, { release, toggle }: RecentChanges): Context {
  const loaded = underLoad(facts);
  return contextOf({ released: release !== 'none', switched: toggle, loaded, few: minorityIsSick(facts) });
}

function planOf(facts: Facts, step: RemedyStep): Planned | undefined {
  return step.remedy === 'page' ? undefined : REMEDIES[step.remedy].plan(facts, step);
}

interface Situation {
  readonly policy: DecisionPolicy;
  readonly change: RecentChanges;
  readonly context: Context;
  readonly peak: boolean;
  /** What stands in the way of remedies of some kinds, whichever they are. */
  readonly overload: Hold | undefined;
  readonly dependency: Hold | undefined;
  readonly headroom: Hold | undefined;
  readonly scaling: Hold | undefined;
  /** What stands in the way of the disruptive ones. */
  readonly calendar: Hold | undefined;
  readonly budget: Hold | undefined;
}

interface Option {
  readonly step: RemedyStep;
  readonly position: number;
  readonly planned: Planned | undefined;
  readonly situation: Situation;
}

function candidateOf(facts: Facts, option: Option): PlannedCandidate {
  const { step, planned, situation } = option;
  if (planned === undefined) return { candidate: pageCandidate(facts.service.tier, situation.policy) };
  const experience = experienceWith(facts, step, situation.context);
  const score = scored(facts, option, experience);
  const shared = answeredHolds(facts, option, holdsOf(facts, option, score));
  const candidate = {
    remedy: step.remedy,
    class: step.class,
    plan: planned.kind === 'possible' ? planned.text : step.remedy,
    mean: score.mean,
    deviation: score.deviation,
    low: score.low,
    high: score.high,
    costMinutes: score.costMinutes,
    score: score.score,
    history: facts.experience.kind === 'unknown' ? UNREAD : historyOf(experience),
    holds: planned.kind === 'held' ? [...planned.holds, ...shared] : shared,
  };
  return planned.kind === 'possible' ? { candidate, plan: planned.plan } : { candidate };
}

function experienceWith({ experience }: Facts, step: RemedyStep, context: Context): Experience | undefined {
  if (experience.kind === 'unknown') return undefined;
  return experience.value.find((one) => one.remedy === step.remedy && one.context === context);
}

/** Success costs what it took before, or the runbook's figure and the shortest verification; failure the whole window. */
function scored(facts: Facts, option: Option, experience: Experience | undefined): Score {
  const { step, position, planned } = option;
  const { change, peak, policy } = option.situation;
  const { goodPeriods, warmUpPeriods, timeoutPeriods } = facts.runbook.verification;
  const periodMinutes = facts.service.periodSeconds / 60;
  return scoreOf(
    {
      prior: priorOf(step, position, change),
      experience,
      minutesWhenItWorks:
        experience?.meanMinutes ?? step.expectedMinutes + (warmUpPeriods + goodPeriods) * periodMinutes,
      minutesWhenItDoesNot: step.expectedMinutes + timeoutPeriods * periodMinutes,
      disruptionMinutes: planned?.kind === 'possible' ? planned.disruptionMinutes : 0,
      peak,
    },
    facts.service.tier,
    policy,
  );
}

const NO_HISTORY = { successes: 0, attempts: 0 } as const;
const UNREAD = { ...NO_HISTORY, unread: true } as const;

function historyOf(experience: Experience | undefined): Candidate['history'] {
  if (experience === undefined) return NO_HISTORY;
  const { countHere, executionErrors } = experience;
  return executionErrors === undefined ? countHere : { ...countHere, executionErrors };
}

/** What a person said to it overrules what needs a person, and nothing else. */
function answeredHolds(
  { approval, incident: { ask } }: Facts,
  { step: { remedy }, planned }: Option,
  holds: readonly Hold[],
): readonly Hold[] {
  if (remedy === 'page') return holds;
  const plan = planned?.kind === 'possible' ? planned.plan : undefined;
  return answered(holds, { remedy, plan, ask, approval });
}

/** Why this remedy is not for the healer to use; undefined when it is. */
function forPeople({ stance, service, values }: Facts, { remedy }: RemedyStep): Hold | undefined {
  if (remedy === 'page') return undefined;
  const read = values.kind === 'known' ? values.value : {};
  return pausedHold(stance, remedy) ?? approvalHold(service, remedy, read);
}

/** Reasons that concern any remedy; those of its own are in its plan. */
function holdsOf(facts: Facts, option: Option, score: Score): readonly Hold[] {
  const { step, situation, planned } = option;
  const { overload, dependency, headroom, scaling, calendar, budget } = situation;
  const holds = [
    step.remedy !== 'flipToggle' && dependency,
    step.remedy !== 'flipToggle' && headroom,
    step.remedy === 'replaceTasks' && overload,
    step.remedy !== 'flipToggle' && scaling,
    step.class === 'disruptive' && calendar,
    step.class === 'disruptive' && budget,
    forPeople(facts, step),
    onlyForecast(facts, step) && hold('only-forecast', 'nothing has failed yet: only a forecast says that it will'),
    remedyHold(facts, step, planned?.kind === 'possible' ? planned.plan : undefined),
    alreadyTried(facts, step) && hold('already-tried', `${step.remedy} was tried in this incident`),
    score.harmful &&
      hold('harmful-before', `${step.remedy} made things worse more than once lately, against this failure`),
    !score.worthTrying && notWorthIt(score, situation.policy.pageMinutes[facts.service.tier]),
  ];
  return present(holds);
}

const NONE: readonly Hold[] = [];

/** Mostly there is none, and then nothing is made. */
function present(holds: readonly (Hold | false | undefined)[]): readonly Hold[] {
  let found: Hold[] | undefined;
  for (const one of holds) if (typeof one === 'object') (found ??= []).push(one);
  return found ?? NONE;
}

/** A person is faster, because it seldom helps or because it takes long. @param person how long one takes, minutes */
function notWorthIt({ mean, costMinutes }: Score, person: number): Hold {
  if (costMinutes >= person) {
    return hold('not-worth-it', `costs about ${Math.round(costMinutes)} min, a person takes ${person}`);
  }
  const chance = `${Math.round(mean * 100)} % for about ${Math.round(costMinutes)} min`;
  return hold('not-worth-it', `so unlikely to help that asking a person is faster (${chance})`);
}

/** What may happen, and may not, is worth a safe remedy and no other: a task that warms up grows as a leak does. */
function onlyForecast({ incident: { alarms } }: Facts, step: RemedyStep): boolean {
  if (step.class === 'safe' || alarms.length === 0) return false;
  return alarms.every(({ measure }) => measure?.forecast !== undefined);
}

/** A toggle flip may be tried again with another toggle; the toggle itself refuses when none is left. */
function alreadyTried(facts: Facts, step: RemedyStep): boolean {
  return step.remedy !== 'flipToggle' && triedAttempts(facts.incident).some(({ remedy }) => remedy === step.remedy);
}

/** Attempts that did something. One that was stopped before its first move says nothing and may be made again. */
export function triedAttempts({ attempts }: Pick<Incident, 'attempts'>): readonly Attempt[] {
  return attempts.filter(
    (attempt) => !setAside(attempt) && (attempt.journal.moves.length > 0 || attempt.status === 'failed'),
  );
}

/** Stopped by a storm and taken back: nobody knows whether it would have helped. */
function setAside({ status, undone, holds = [] }: Attempt): boolean {
  return status === 'censored' && undone === true && holds.some(({ reason }) => reason === 'storm-hard');
}

function pageCandidate(tier: Tier, policy: DecisionPolicy): Candidate {
  const costMinutes = policy.pageMinutes[tier];
  return {
    remedy: 'page',
    class: 'safe',
    plan: 'ask a person',
    mean: 1,
    deviation: 0,
    low: 1,
    high: 1,
    costMinutes,
    score: 1 / costMinutes,
    history: NO_HISTORY,
    holds: [],
  };
}
