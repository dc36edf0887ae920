/**
 * Turns a runbook's remedies into candidates: what each would do, how likely it is to help, what it costs, and every
 * reason why it is not possible now. Paging is the last candidate and always possible.
 */
import type { RemedyStep } from '../catalog.ts';
import type { Attempt, Candidate, Incident } from '../incident/incident.ts';
import type { Plan } from '../remedies/journal.ts';
import { REMEDIES } from '../remedies/registry.ts';
import { hold } from '../remedies/remedy.ts';
import type { Planned } from '../remedies/remedy.ts';
import type { Hold, HoldReason, Tier } from '../vocabulary.ts';
import { beliefOf, priorOf } from './belief.ts';
import type { RecentChange } from './belief.ts';
import { failingDependency } from './failing-dependency.ts';
import type { Facts } from './facts.ts';

/** Minutes until a paged person has fixed it: what every remedy is weighed against. */
const PAGE_MINUTES: Readonly<Record<Tier, number>> = { critical: 30, standard: 45, batch: 120 };
/** How much a minute of disruption weighs against a minute of failing. */
const DISRUPTION_WEIGHT: Readonly<Record<Tier, number>> = { critical: 3, standard: 1, batch: 0.3 };

export interface PlannedCandidate {
  readonly candidate: Candidate;
  /** Absent for paging and for what is not possible. */
  readonly plan?: Plan;
}

/** Candidates in runbook order. */
export function candidatesOf(facts: Facts): readonly PlannedCandidate[] {
  const planned = facts.runbook.remedies.map((step) => planOf(facts, step));
  const wayBack = planned[facts.runbook.remedies.findIndex(({ remedy }) => remedy === 'rollBack')];
  const change = recentChange(facts, wayBack);
  return facts.runbook.remedies.map((step, i) =>
    candidateOf(facts, { step, position: i, planned: planned[i], change }),
  );
}

/** Reasons of the way back that say: no deployment explains this, or nobody knows. */
const UNEXPLAINED: ReadonlySet<HoldReason> = new Set([
  'no-recent-deployment',
  'onset-before-deployment',
  'service-unreadable',
]);
/** What fills up or wears out, and begins anew with a new task. */
const RESET_BY_A_NEW_TASK: ReadonlySet<string> = new Set(['memoryPercent', 'cpuPercent']);

/** What the guards of the way back tell about the cause. */
function recentChange({ incident }: Facts, wayBack: Planned | undefined): RecentChange {
  if (wayBack === undefined) return 'none';
  if (wayBack.kind === 'possible') return 'reversible';
  if (wayBack.holds.some(({ reason }) => UNEXPLAINED.has(reason))) return 'none';
  const metrics = incident.alarms.flatMap(({ measure }) => (measure?.metric === undefined ? [] : [measure.metric]));
  return metrics.some((metric) => RESET_BY_A_NEW_TASK.has(metric)) ? 'irreversible' : 'stuck';
}

function planOf(facts: Facts, step: RemedyStep): Planned | undefined {
  return step.remedy === 'page' ? undefined : REMEDIES[step.remedy].plan(facts, step);
}

interface Option {
  readonly step: RemedyStep;
  readonly position: number;
  readonly planned: Planned | undefined;
  readonly change: RecentChange;
}

function candidateOf(facts: Facts, { step, position, planned, change }: Option): PlannedCandidate {
  if (planned === undefined) return { candidate: pageCandidate(facts.service.tier) };
  const experience =
    facts.experience.kind === 'known' ? facts.experience.value.find(({ remedy }) => remedy === step.remedy) : undefined;
  const { mean, deviation } = beliefOf(priorOf(step, position, change), experience);
  const disruption = planned.kind === 'possible' ? planned.disruptionMinutes : 0;
  const costMinutes = costOf(facts, step, { mean, disruption, meanMinutes: experience?.meanMinutes });
  const worth = Math.min(1, mean + deviation) / costMinutes;
  const holds: Hold[] = planned.kind === 'held' ? [...planned.holds] : [];
  const dependency = step.remedy === 'flipToggle' ? undefined : failingDependency(facts);
  if (dependency !== undefined) holds.push(dependency);
  if (alreadyTried(facts, step)) holds.push(hold('already-tried', `${step.remedy} was tried in this incident`));
  if (worth < 1 / PAGE_MINUTES[facts.service.tier]) {
    holds.push(
      hold('not-worth-it', `so unlikely to help that asking a person is faster (${Math.round(mean * 100)} %)`),
    );
  }
  const candidate = {
    remedy: step.remedy,
    class: step.class,
    plan: planned.kind === 'possible' ? planned.text : step.remedy,
    mean,
    deviation,
    costMinutes,
    score: mean / costMinutes,
    history: experience?.countHere ?? { successes: 0, attempts: 0 },
    holds,
  };
  return planned.kind === 'possible' ? { candidate, plan: planned.plan } : { candidate };
}

/** c = μ·T_success + (1 − μ)·T_failure + λ·D: expected minutes, disruption weighed by tier (decision-theoretic troubleshooting). */
function costOf(
  facts: Facts,
  step: RemedyStep,
  known: { readonly mean: number; readonly disruption: number; readonly meanMinutes: number | undefined },
): number {
  const { goodPeriods, warmUpPeriods, timeoutPeriods } = facts.runbook.verification;
  const periodMinutes = facts.service.periodSeconds / 60;
  const whenItWorks = known.meanMinutes ?? step.expectedMinutes + (warmUpPeriods + goodPeriods) * periodMinutes;
  const whenItDoesNot = step.expectedMinutes + timeoutPeriods * periodMinutes;
  const expected = known.mean * whenItWorks + (1 - known.mean) * whenItDoesNot;
  return Math.max(0.1, expected + DISRUPTION_WEIGHT[facts.service.tier] * known.disruption);
}

/** A toggle flip may be tried again with another toggle; the toggle itself refuses when none is left. */
function alreadyTried(facts: Facts, step: RemedyStep): boolean {
  return step.remedy !== 'flipToggle' && triedAttempts(facts.incident).some(({ remedy }) => remedy === step.remedy);
}

/** Attempts that did something. One that was stopped before its first move says nothing and may be made again. */
export function triedAttempts({ attempts }: Pick<Incident, 'attempts'>): readonly Attempt[] {
  return attempts.filter(({ journal, status }) => journal.moves.length > 0 || status === 'failed');
}

function pageCandidate(tier: Tier): Candidate {
  const costMinutes = PAGE_MINUTES[tier];
  return {
    remedy: 'page',
    class: 'safe',
    plan: 'ask a person',
    mean: 1,
    deviation: 0,
    costMinutes,
    score: 1 / costMinutes,
    history: { successes: 0, attempts: 0 },
    holds: [],
  };
}
