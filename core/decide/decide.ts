/**
 * Chooses what to do about an incident. Hard rules first; then the possible remedy with the best chance of success per
 * minute of cost; a page when none is left. Deterministic: the same facts give the same decision, so that a retried
 * Lambda, the lab and a simulation agree.
 */
import { isAbout, isApprovable } from '../people/approval.ts';
import { aboutOf } from '../remedies/plan-traits.ts';
import { changedBy } from '../vocabulary.ts';
import { isUnconfirmed } from '../incident/claim.ts';
import type { Candidate, Decision } from '../incident/incident.ts';
import { unreadHold } from '../people/override.ts';
import type { Plan } from '../incident/journal.ts';
import { passesWithinMinutes } from '../holds/waiting.ts';
import { deploymentInProgress } from '../service-kind/deployment-in-progress.ts';
import { hold, type Hold } from '../holds/hold.ts';
import { verdictsOf } from '../remedies/roll-back/guards/guards.ts';
import { undoAskedHold } from '../people/undo.ts';
import { choicesOf, triedAttempts, type PlannedCandidate } from './candidates.ts';
import { corroboration, uncorroborated } from './corroboration.ts';
import { explain } from './explain.ts';
import { evidenceOf } from './evidence.ts';
import { recoveredWith } from '../facts/failing-dependency.ts';
import { fleetHold, standDown } from './fleet.ts';
import type { Facts } from '../facts/facts.ts';
import { DECISION_POLICY, type DecisionPolicy } from './policy.ts';
import { byRank } from './rank.ts';

/** After three remedies without success a person should take over. */
export const REMEDIES_PER_INCIDENT_MAX = 3;
/** Minutes of healing after which a person should take over. Waiting for a turn does not count. */
const HEALING_MINUTES_MAX = 25;

export interface Decided {
  readonly decision: Decision;
  /** Present when the decision is to act. */
  readonly plan?: Plan;
}

/** The choice without its explanation. */
export type Choice = Omit<Decision, 'why' | 'evidence' | 'runnerUp'> & Pick<Decided, 'plan'>;

/**
 * Decides from facts alone, with the explanation for people. A decision to act still needs a reservation.
 * @param policy the weights; simulations pass others than production's
 */
export function decide(facts: Facts, policy: DecisionPolicy = DECISION_POLICY): Decided {
  const { plan, ...choice } = choose(facts, policy);
  const runnerUp = choice.candidates
    .filter(({ remedy, holds }) => remedy !== choice.chosen && holds.length === 0)
    .toSorted(byRank)[0]?.remedy;
  const candidates = choice.candidates.map((candidate) => withGuards(candidate, facts));
  const record = { ...choice, candidates, evidence: evidenceOf(facts), ...(runnerUp !== undefined && { runnerUp }) };
  const decision = { ...record, why: explain(record) };
  return plan === undefined ? { decision } : { decision, plan };
}

/** Records what every guard of the rollback said, also those that allow it. */
function withGuards(candidate: Candidate, facts: Facts): Candidate {
  const guards = changedBy(candidate.remedy) === 'release' ? verdictsOf(facts) : undefined;
  return guards === undefined ? candidate : { ...candidate, guards };
}

/** The choice alone, without texts: for measuring time, and for simulations. */
export function choose(facts: Facts, policy: DecisionPolicy = DECISION_POLICY): Choice {
  const { candidates: all, context } = choicesOf(facts, policy);
  const candidates = all.map(({ candidate }) => candidate);
  const base = { at: facts.now, mode: facts.stance.mode, context, candidates };
  const over = overAlready(facts);
  if (over !== undefined) return { ...base, ...recovered(facts, over) };
  const ended = undoAskedHold(facts.incident);
  if (ended !== undefined) return { ...base, kind: 'page', chosen: 'page', holds: [ended] };
  const claimed = isUnconfirmed(facts.incident) ? nothingAgrees(facts) : undefined;
  if (claimed !== undefined) return { ...base, kind: 'wait', chosen: 'page', holds: [claimed] };
  const unread = unreadHold(facts.stance);
  const down = facts.stance.mode === 'auto' || unread !== undefined ? standDown(facts) : undefined;
  const waits = nothingRed(facts) ?? down ?? nothingAgrees(facts);
  if (waits !== undefined) return { ...base, kind: 'wait', chosen: 'page', holds: [waits] };
  const limits = incidentHolds(facts);
  const best = limits.length > 0 ? undefined : bestOf(all);
  const chosen = best?.candidate.remedy ?? 'page';
  if (facts.stance.mode !== 'auto' && unread === undefined) {
    return { ...base, kind: 'hold', chosen, holds: [facts.stance.hold, ...limits] };
  }
  // Asking a person needs no override.
  if (limits.length > 0) return { ...base, kind: 'page', chosen: 'page', holds: limits };
  if (facts.stance.mode !== 'auto') return { ...base, kind: 'wait', chosen: 'page', holds: [facts.stance.hold] };
  if (best?.plan !== undefined) {
    const approved = facts.approval.kind === 'approved' && isAbout(facts.incident.ask, aboutOf(best.plan));
    return { ...base, kind: 'act', chosen, ...(approved && { approved }), holds: [], plan: best.plan };
  }
  const asked = askable(all, facts);
  if (asked !== undefined) return { ...base, kind: 'ask', ...asked };
  const passing = passingHolds(candidates);
  if (passing.length > 0) return { ...base, kind: 'wait', chosen: 'page', holds: passing };
  const none = hold('no-remedy-left', 'no remedy is possible and worth trying now');
  return { ...base, kind: 'page', chosen: 'page', holds: [none] };
}

function recovered(facts: Facts, over: string): Pick<Choice, 'kind' | 'holds' | 'recoveredWith'> {
  const dependency = recoveredWith(facts);
  if (dependency === undefined) return { kind: 'recovered', holds: [hold('alarm-cleared', over)] };
  const detail = `${over}: it recovered with ${dependency}, which it depends on`;
  return { kind: 'recovered', recoveredWith: dependency, holds: [hold('alarm-cleared', detail)] };
}

/** Why nothing is left to heal, in words; undefined while it fails. */
function overAlready(facts: Facts): string | undefined {
  const other = facts.incident.claim?.lookedAfterBy;
  if (other !== undefined) return `incident ${other} looks after what was claimed`;
  if (facts.clearedByApplication && isOver(facts))
    return 'the application says that it is over, and no measure disagrees';
  if (allClear(facts)) return isQuiet(facts) ? QUIET : 'the alarm is OK again';
  if (rolledBackByEcs(facts)) return 'ECS has rolled the failed deployment back, and all tasks are running';
  return undefined;
}

const QUIET = 'the metric of the alarm is silent, as it is when all is well, and the service is at work';

function isQuiet({ alarms }: Facts): boolean {
  return alarms.kind === 'known' && alarms.value.some(({ quiet }) => quiet === true);
}

/** The application may end a claim. If a measure has confirmed it, the measures must be well too. */
function isOver(facts: Facts): boolean {
  return isUnconfirmed(facts.incident) || corroboration(facts.runbook, facts).kind === 'disagrees';
}

/** Why the healer does nothing about a claim now; undefined where a measure confirms it at this moment. */
function nothingAgrees({ incident, runbook, alarms, values }: Facts): Hold | undefined {
  if (incident.trigger.kind !== 'custom') return undefined;
  const why = uncorroborated(runbook, { alarms, values });
  if (why !== undefined || !isUnconfirmed(incident)) return why;
  return hold('uncorroborated', 'a measure of the healer confirms the claim, but the incident does not record it yet');
}

/**
 * The remedy to try: the possible one with the best score. A tie goes to the safer class, then to the runbook's order.
 * Undefined when only paging is left.
 */
function bestOf(all: readonly PlannedCandidate[]): PlannedCandidate | undefined {
  let best: PlannedCandidate | undefined;
  for (const one of all) {
    if (one.plan === undefined || one.candidate.holds.length > 0) continue;
    if (best === undefined || byRank(one.candidate, best.candidate) < 0) best = one;
  }
  return best;
}

/**
 * The best remedy that only an approval would make possible; undefined without one. One question per incident: after a
 * no, or no answer, the healer does not ask for the next best.
 */
function askable(
  all: readonly PlannedCandidate[],
  { incident: { ask } }: Facts,
): Pick<Decision, 'chosen' | 'askTarget' | 'holds'> | undefined {
  const waiting = all.flatMap(({ candidate, plan }) => {
    if (plan === undefined || !isApprovable(candidate.holds)) return [];
    const about = aboutOf(plan);
    return ask === undefined || isAbout(ask, about) ? [{ candidate, target: about.target }] : [];
  });
  const best = waiting.toSorted((a, b) => byRank(a.candidate, b.candidate))[0];
  if (best === undefined) return undefined;
  const { remedy, holds } = best.candidate;
  return { chosen: remedy, holds, ...(best.target !== undefined && { askTarget: best.target }) };
}

/** The holds of the first remedy that only passing holds stop. */
function passingHolds(candidates: readonly Candidate[]): readonly Hold[] {
  const waitable = ({ remedy, holds }: Candidate) =>
    remedy !== 'page' && holds.every(({ reason }) => passesWithinMinutes(reason) !== undefined);
  return candidates.find(waitable)?.holds ?? [];
}

/** Long periods make verification long: then the limit is one window less than all remedies would need. */
function healingMinutesMax({ runbook, service }: Pick<Facts, 'runbook' | 'service'>): number {
  const windowMinutes = (runbook.verification.timeoutPeriods * service.periodSeconds) / 60;
  return Math.max(HEALING_MINUTES_MAX, (REMEDIES_PER_INCIDENT_MAX - 1) * windowMinutes);
}

/** Why nothing more is tried for the incident, whichever remedy it would be; empty when something may be. */
export function incidentHolds(
  facts: Pick<Facts, 'fleet' | 'incident' | 'now' | 'runbook' | 'service'>,
): readonly Hold[] {
  const holds: Hold[] = [];
  const tried = triedAttempts(facts.incident);
  if (tried.length >= REMEDIES_PER_INCIDENT_MAX) {
    holds.push(hold('too-many-remedies', `${tried.length} remedies were tried and did not help`));
  }
  const minutes = (facts.now - (tried[0]?.startedAt ?? facts.now)) / 60_000;
  const limit = healingMinutesMax(facts);
  if (minutes > limit) {
    holds.push(hold('too-long', `healing for ${Math.round(minutes)} minutes; the limit is ${Math.round(limit)}`));
  }
  const fleet = fleetHold(facts);
  return fleet === undefined ? holds : [...holds, fleet];
}

/** Whether ECS's circuit breaker undid the failed deployment that raised the incident, and all tasks run. */
function rolledBackByEcs({ incident, releases, running, now }: Facts): boolean {
  if (incident.trigger.kind !== 'deploymentFailed' || releases.kind === 'unknown' || running.kind === 'unknown')
    return false;
  const { service } = running.value;
  const standing = service.runningCount >= service.desiredCount && service.desiredCount > 0;
  return (
    releases.value.deployments[0]?.status === 'ROLLBACK_SUCCESSFUL' &&
    standing &&
    !deploymentInProgress(service, { now })
  );
}

/** Why no alarm shows that it still fails; undefined where one does, or no alarm is asked. */
function nothingRed(facts: Facts): Hold | undefined {
  const { alarms, stance } = facts;
  if (stance.mode !== 'auto') return undefined;
  if (alarms.kind === 'unknown') {
    return hold('alarm-unreadable', `the alarm could not be read (${alarms.why}), so it may be over`);
  }
  const detail = `${unclear(facts)}, so no alarm shows that it still fails`;
  return someRed(facts) ? undefined : hold('alarm-unreadable', detail);
}

/**
 * Whether an alarm of the incident is red, for incidents that an alarm raised. A deleted alarm, and one without data,
 * is neither red nor OK.
 */
export function someRed({ alarms, incident }: Pick<Facts, 'alarms' | 'incident'>): boolean {
  if (incident.trigger.kind !== 'alarm') return true;
  if (alarms.kind === 'unknown') return false;
  return incident.alarms.some(
    ({ alarmName }) => alarms.value.find(({ name }) => name === alarmName)?.state === 'ALARM',
  );
}

/** Words for alarms that are neither all OK nor any of them red. */
export function unclear({ alarms }: Pick<Facts, 'alarms'>): string {
  const late = alarms.kind === 'known' && alarms.value.some((alarm) => alarm.late === true);
  return late
    ? 'its alarm is OK, but its newest reading is beyond its limit and later readings are missing'
    : 'its alarm is neither red nor OK';
}

/**
 * Whether every alarm of the incident is OK. False where one could not be read, and for an incident that no alarm
 * raised: an alarm does not see what only ECS or an application reports.
 */
export function allClear(facts: Pick<Facts, 'alarms' | 'incident'>): boolean {
  const { alarms, incident } = facts;
  if (incident.trigger.kind !== 'alarm' || alarms.kind === 'unknown' || incident.alarms.length === 0) return false;
  return incident.alarms.every(({ alarmName }) => alarms.value.find(({ name }) => name === alarmName)?.state === 'OK');
}
