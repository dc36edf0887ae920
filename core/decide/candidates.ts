/**
 * Turns a runbook's remedies into candidates: what each would do, how likely it helps, what it costs, and every reason
 * that forbids it now. Paging is the last candidate and always possible.
 */
import type { RemedyStep } from '../catalog/runbook.ts';
import { answered, approvalHold } from '../people/approval.ts';
import { pausedHold } from '../people/override.ts';
import type { Attempt, Candidate, Incident } from '../incident/incident.ts';
import { contextOf, type Context } from '../memory/context.ts';
import type { Experience } from '../memory/results.ts';
import type { Plan } from '../incident/journal.ts';
import { aboutOf } from '../remedies/plan-traits.ts';
import { REMEDIES } from '../remedies/registry.ts';
import { hold, type Hold } from '../holds/hold.ts';
import type { Planned } from '../remedies/remedy.ts';
import { changedBy, type ActionKind, type RemedyClass, type Tier } from '../vocabulary.ts';
import { minutesOf, priorOf, type RecentChanges } from './belief.ts';
import { calendarHold } from './change-calendar.ts';
import { budgetSpent } from './error-budget.ts';
import { remedyHold } from './fleet.ts';
import { failingDependency, noHeadroom } from '../facts/failing-dependency.ts';
import type { Facts } from '../facts/facts.ts';
import { aboutUnknown, minorityIsSick, noneStandsOut, overloaded, underLoad } from '../facts/overload.ts';
import { inPeakHours } from './peak-hours.ts';
import { DECISION_POLICY, type DecisionPolicy } from './policy.ts';
import { recentChanges } from './recent-changes.ts';
import { scoreOf, type Score } from './rank.ts';
import { scalingInProgress } from './scaling.ts';
import { unreadHolds, unreadOf } from './unread.ts';
import { verifyingMinutes, type VerifyingMinutes } from './verifying-minutes.ts';

export interface PlannedCandidate {
  readonly candidate: Candidate;
  /** Absent for paging, and for a remedy that is not possible. */
  readonly plan?: Plan;
}

export interface Choices {
  /** The context in which experience is looked up and the result will be remembered. */
  readonly context: Context;
  /** In runbook order. */
  readonly candidates: readonly PlannedCandidate[];
}

/** @param policy the weights */
export function choicesOf(facts: Facts, policy: DecisionPolicy = DECISION_POLICY): Choices {
  const options = facts.runbook.remedies.map((step, position) => optionOf(facts, step, position));
  const wayBack = options.find((option) => option !== undefined && changedBy(option.remedy) === 'release')?.planned;
  const change = recentChanges(facts, wayBack);
  const context = facts.incident.context ?? seenNow(facts, change);
  const situation = situationOf(facts, change, context, policy);
  const candidates = options.map((option) =>
    option === undefined ? { candidate: pageCandidate(situation) } : candidateOf(facts, situation, option),
  );
  return { context, candidates };
}

/** Kept from the first decision that does not wait, because the healer's own moves change the signs. */
function seenNow(facts: Facts, { release, toggle }: RecentChanges): Context {
  const loaded = underLoad(facts);
  return contextOf({ released: release !== 'none', switched: toggle, loaded, few: minorityIsSick(facts) });
}

/** A remedy step and its plan. */
interface Option {
  readonly remedy: ActionKind;
  readonly class: RemedyClass;
  /** In the runbook, from 0. */
  readonly position: number;
  readonly priorSuccess: number | undefined;
  readonly expectedMinutes: number;
  readonly planned: Planned;
  /** Absent where the remedy is not possible anyway. */
  readonly plan: Plan | undefined;
}

/** Undefined for the step that pages. */
function optionOf(facts: Facts, step: RemedyStep, position: number): Option | undefined {
  const { remedy, class: kind, expectedMinutes, priorSuccess } = step;
  if (remedy === 'page') return undefined;
  const planned = REMEDIES[remedy].plan(facts, step);
  const plan = planned.kind === 'possible' ? planned.plan : undefined;
  return { remedy, class: kind, position, priorSuccess, expectedMinutes, planned, plan };
}

/** What all candidates of a decision share, computed once. */
interface Situation {
  readonly policy: DecisionPolicy;
  readonly tier: Tier;
  readonly change: RecentChanges;
  /** Experience with each remedy in this context; undefined where memory could not be read. */
  readonly experience: readonly Experience[] | undefined;
  readonly peak: boolean;
  readonly verifying: VerifyingMinutes;
  /** Holds of some kinds of remedies. */
  readonly overload: Hold | undefined;
  readonly dependency: Hold | undefined;
  readonly headroom: Hold | undefined;
  readonly scaling: Hold | undefined;
  /** Holds of disruptive remedies. */
  readonly calendar: Hold | undefined;
  readonly budget: Hold | undefined;
  readonly forecast: Hold | undefined;
  /** Holds for failed reads. */
  readonly unread: ReturnType<typeof unreadOf>;
  /** The attempts of this incident. */
  readonly tried: readonly Attempt[];
}

function situationOf(facts: Facts, change: RecentChanges, context: Context, policy: DecisionPolicy): Situation {
  const { service, incident, experience, now } = facts;
  return {
    policy,
    tier: service.tier,
    change,
    experience: experience.kind === 'known' ? experience.value.filter((one) => one.context === context) : undefined,
    peak: inPeakHours(service, now),
    verifying: verifyingMinutes(facts.runbook.verification, service.periodSeconds),
    overload: overloaded(facts) ?? aboutUnknown(facts) ?? noneStandsOut(facts),
    dependency: failingDependency(facts),
    headroom: noHeadroom(facts),
    scaling: scalingInProgress(facts),
    calendar: calendarHold(facts),
    budget: budgetSpent(facts),
    forecast: onlyForecast(incident),
    unread: unreadOf(facts),
    tried: triedAttempts(incident),
  };
}

/** A forecast justifies only a safe remedy: a task that warms up grows as a leak does. */
function onlyForecast({ alarms }: Incident): Hold | undefined {
  if (alarms.length === 0 || alarms.some(({ measure }) => measure?.forecast === undefined)) return undefined;
  return hold('only-forecast', 'nothing has failed yet: only a forecast is red');
}

function candidateOf(facts: Facts, situation: Situation, option: Option): PlannedCandidate {
  const { remedy, planned, plan } = option;
  const experience = situation.experience?.find((one) => one.remedy === remedy);
  const score = scored(situation, option, experience);
  const shared = answered(holdsOf(facts, { situation, option, score }), {
    remedy,
    about: plan && aboutOf(plan),
    ask: facts.incident.ask,
    approval: facts.approval,
  });
  const candidate = {
    remedy,
    class: option.class,
    plan: planned.kind === 'possible' ? planned.text : remedy,
    mean: score.mean,
    deviation: score.deviation,
    low: score.low,
    high: score.high,
    costMinutes: score.costMinutes,
    score: score.score,
    history: situation.experience === undefined ? UNREAD : historyOf(experience),
    holds: planned.kind === 'held' ? [...planned.holds, ...shared] : shared,
  };
  return plan === undefined ? { candidate } : { candidate, plan };
}

/**
 * Success costs what it took before, or the runbook's figure and the shortest verification; failure the whole window.
 */
function scored(situation: Situation, option: Option, experience: Experience | undefined): Score {
  const { position, expectedMinutes, planned } = option;
  const { change, peak, policy, tier, verifying } = situation;
  return scoreOf(
    {
      prior: priorOf(option, position, change),
      experience,
      minutesWhenItWorks: minutesOf(expectedMinutes + verifying.goodMinutes, experience, policy),
      minutesWhenItDoesNot: expectedMinutes + verifying.badMinutes,
      disruptionMinutes: planned.kind === 'possible' ? planned.disruptionMinutes : 0,
      peak,
    },
    tier,
    policy,
  );
}

const NO_HISTORY = { successes: 0, attempts: 0 } as const;
const UNREAD = { ...NO_HISTORY, unread: true } as const;

/** Fewer faded attempts than this are not worth a line. */
const WORTH_TELLING = 1;
/** With less than this share of the weight left, most of the experience is two half-lives old. */
const LONG_AGO = 0.25;

function historyOf(experience: Experience | undefined): Candidate['history'] {
  if (experience === undefined) return NO_HISTORY;
  const { all, here, countHere, executionErrors } = experience;
  const elsewhere = { successes: all.successes - here.successes, attempts: all.attempts - here.attempts };
  return {
    ...countHere,
    ...(elsewhere.attempts >= WORTH_TELLING && { elsewhere }),
    ...(here.attempts < countHere.attempts * LONG_AGO && { longAgo: true as const }),
    ...(executionErrors !== undefined && { executionErrors }),
  };
}

interface Weighed {
  readonly situation: Situation;
  readonly option: Option;
  readonly score: Score;
}

/** Holds of any remedy. A remedy's own holds are in its plan. */
function holdsOf(facts: Facts, { situation, option, score }: Weighed): readonly Hold[] {
  const { remedy, plan } = option;
  const { overload, dependency, headroom, scaling, calendar, budget, forecast, tried } = situation;
  const change = changedBy(remedy);
  const moreThanAFeature = change !== 'toggle';
  const disruptive = option.class === 'disruptive';
  // A toggle flip may be tried again with another toggle; the toggle's plan refuses when none is left.
  const again = moreThanAFeature && tried.some((attempt) => attempt.remedy === remedy);
  const holds = [
    moreThanAFeature && dependency,
    moreThanAFeature && headroom,
    change === 'tasks' && overload,
    moreThanAFeature && scaling,
    disruptive && calendar,
    disruptive && budget,
    forPeople(facts, remedy),
    disruptive && forecast,
    remedyHold(facts, option, plan),
    again && hold('already-tried', 'tried in this incident'),
    score.harmful && hold('harmful-before', `${remedy} recently made this failure worse more than once`),
    !score.worthTrying && notWorthIt(score, situation.policy.pageMinutes[situation.tier]),
  ];
  const reasons = present(holds);
  return situation.unread === undefined ? reasons : [...unreadHolds(situation.unread, remedy), ...reasons];
}

/** Why only people may use this remedy; undefined when the healer may. */
function forPeople({ stance, service, values }: Facts, remedy: ActionKind): Hold | undefined {
  const read = values.kind === 'known' ? values.value : {};
  return pausedHold(stance, remedy) ?? approvalHold(service, remedy, read);
}

const NONE: readonly Hold[] = [];

function present(holds: readonly (Hold | false | undefined)[]): readonly Hold[] {
  let found: Hold[] | undefined;
  for (const one of holds) if (typeof one === 'object') (found ??= []).push(one);
  return found ?? NONE;
}

/**
 * Asking a person costs less than trying first: the remedy seldom helps, or takes long (p/c below 1/T of a person).
 * @param person minutes that a person takes
 */
function notWorthIt({ mean, costMinutes }: Score, person: number): Hold {
  if (costMinutes >= person) {
    return hold('not-worth-it', `costs about ${Math.round(costMinutes)} min, a person takes about ${person}`);
  }
  const chance = `${Math.round(mean * 100)} % for about ${Math.round(costMinutes)} min`;
  return hold('not-worth-it', `${chance}, a person takes about ${person}: asking one is better`);
}

/** Attempts that changed something. One that was stopped before its first move shows nothing, and may be made again. */
export function triedAttempts({ attempts }: Pick<Incident, 'attempts'>): readonly Attempt[] {
  return attempts.filter(
    (attempt) => !setAside(attempt) && (attempt.journal.moves.length > 0 || attempt.status === 'failed'),
  );
}

/** A storm stopped it and the healer undid it, so its result is unknown. */
function setAside({ status, undone, holds = [] }: Attempt): boolean {
  return status === 'censored' && undone === true && holds.some(({ reason }) => reason === 'storm-hard');
}

function pageCandidate({ tier, policy }: Situation): Candidate {
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
