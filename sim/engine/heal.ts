/**
 * One incident from its alarm to its one outcome: decide, wait for the turn, act, verify, tell the policy, decide again
 * or close. The order of things, the bounds and what the verdicts lead to are those of `docs/workflow.md`; the truth
 * about the fault is in `trouble.ts`, and only verification of it is ever told.
 */
import { QUEUE_MINUTES_MAX } from '../../core/holds/reasons.ts';
import { RELAPSE_MINUTES } from '../../core/incident/relapse.ts';
import type { Outcome } from '../../core/vocabulary.ts';
import type { Choice, Result } from '../policies/policy.ts';
import { PARAMETERS } from '../world/parameters.ts';
import type { Remedy } from '../world/remedies.ts';
import { responseOf } from '../world/responses.ts';
import type { Response } from '../world/responses.ts';
import { closed, disrupted, incidentOf } from './case.ts';
import type { Case } from './case.ts';
import type { Run } from './run.ts';
import { end, isRedAt, returnsAt, showsAt } from './trouble.ts';

/** Three remedies, and 25 minutes from the first; then a person. As the healer decides. */
const REMEDIES_PER_INCIDENT_MAX = 3;
const HEALING_MINUTES_MAX = 25;

/** The alarm goes red. */
export function open(run: Run, one: Case, returns = 0): void {
  const openedAt = run.agenda.now();
  one.incident = { openedAt, returns, attempts: [], tried: [], paged: false, waitsSince: undefined };
  decide(run, one);
}

function decide(run: Run, one: Case): void {
  const now = run.agenda.now();
  const incident = incidentOf(one);
  incident.waitsSince = undefined;
  if (!isRedAt(one.trouble, now)) {
    close(run, one, incident.paged ? 'escalated' : 'self-recovered');
    return;
  }
  const choice = outOfBounds(run, one) ? ({ kind: 'page' } as const) : chosen(run, one);
  if (choice.kind === 'page') {
    page(run, one);
    close(run, one, 'escalated');
    return;
  }
  if (run.policy.style === 'unbounded') {
    if (choice.pageToo === true && !incident.paged) page(run, one);
    act(run, one, choice);
    return;
  }
  const { group, index } = one.trouble.fault.service;
  if (!run.turns.take(group, one.trouble.fault.index, () => decide(run, one))) {
    waitForTurn(run, one);
  } else if (run.mayAttempt(index, attemptId(one))) {
    act(run, one, choice);
  } else {
    page(run, one);
    close(run, one, 'escalated');
  }
}

function chosen(run: Run, one: Case): Choice {
  const { fault } = one.trouble;
  const { tried, returns } = incidentOf(one);
  const { service, signs, index } = fault;
  return run.policy.choose({ now: run.agenda.now(), service, signs, tried, returns, fault: index });
}

function outOfBounds(run: Run, one: Case): boolean {
  if (run.policy.style === 'unbounded') return false;
  const { attempts, tried } = incidentOf(one);
  const since = attempts[0]?.startedAt ?? run.agenda.now();
  return tried.length >= REMEDIES_PER_INCIDENT_MAX || run.agenda.now() - since > HEALING_MINUTES_MAX;
}

function waitForTurn(run: Run, one: Case): void {
  const incident = incidentOf(one);
  const since = run.agenda.now();
  incident.waitsSince = since;
  run.agenda.add(since + QUEUE_MINUTES_MAX, () => {
    if (one.incident !== incident || incident.waitsSince !== since) return;
    page(run, one);
    close(run, one, 'escalated');
  });
}

/** Carries a remedy out; what it does to the truth happens when it is done. */
function act(run: Run, one: Case, { remedy, afterMinutes = 0 }: Extract<Choice, { kind: 'act' }>): void {
  const { fault } = one.trouble;
  const use = one.uses.get(remedy) ?? 0;
  one.uses.set(remedy, use + 1);
  const response = responseOf(run.world, fault, remedy, use);
  const startedAt = run.agenda.now() + afterMinutes;
  incidentOf(one).tried.push(remedy);
  run.agenda.add(startedAt + response.minutes, () => effect(run, one, { remedy, startedAt, response }));
}

interface Acting {
  readonly remedy: Remedy;
  readonly startedAt: number;
  readonly response: Response;
}

function effect(run: Run, one: Case, acting: Acting): void {
  const { trouble } = one;
  const { response } = acting;
  const now = run.agenda.now();
  const ongoing = now < trouble.endsAt;
  if (response.effect !== 'notExecuted') disrupted(one, acting.remedy);
  if (ongoing && response.effect === 'cured') end(trouble, now);
  if (ongoing && response.effect === 'relieved') trouble.hidden.push({ from: now, to: now + response.reliefMinutes });
  const harmful = ongoing && response.effect === 'worse';
  if (harmful) one.disruption += PARAMETERS.harmMinutes.value;
  const done = { ...acting, harmful, cured: ongoing && response.effect === 'cured', doneAt: now };
  run.agenda.add(now + minutesWatched(done), () => verify(run, one, done));
}

interface Done extends Acting {
  readonly harmful: boolean;
  readonly cured: boolean;
  readonly doneAt: number;
}

/** Until the first verdict. What was never carried out needs no watching. */
function minutesWatched({ response, harmful }: Done): number {
  const { verifiedMinutes, harmSeenMinutes, sensorPatience } = PARAMETERS;
  if (response.effect === 'notExecuted') return 0;
  if (response.unmeasured) return sensorPatience.value * verifiedMinutes.value;
  return harmful ? harmSeenMinutes.value : verifiedMinutes.value;
}

function verify(run: Run, one: Case, done: Done): void {
  const { trouble } = one;
  const { remedy, startedAt, doneAt, harmful, cured } = done;
  const now = run.agenda.now();
  const status = statusOf(one, done, now);
  const lastLook = doneAt + PARAMETERS.gaveUpMinutes.value;
  // What does not look cured yet is watched until the window ends; who restarts for ever does not wait for that.
  if (status === 'failed' && !harmful && now < lastLook && run.policy.style === 'bounded') {
    run.agenda.add(lastLook, () => verify(run, one, done));
    return;
  }
  const { at, passesAfter, service, signs } = trouble.fault;
  const result: Result = {
    attempt: attemptId(one),
    service,
    signs,
    remedy,
    status,
    harmful,
    minutes: now - startedAt,
    at: now,
  };
  const unneeded = at + passesAfter <= now;
  incidentOf(one).attempts.push({ remedy, startedAt, verifiedAt: now, status, harmful, cured, unneeded });
  run.told.push({ kind: 'settled', result });
  run.policy.settled(result);
  next(run, one, done, result);
}

/** What verification sees. Only good readings for as long as it takes to verify a cure are a success. */
function statusOf({ trouble }: Case, { response, harmful }: Done, now: number): Result['status'] {
  if (harmful) return 'failed';
  if (response.unmeasured || response.effect === 'notExecuted') return 'censored';
  const since = now - PARAMETERS.verifiedMinutes.value;
  return showsAt(trouble, since) || showsAt(trouble, now) ? 'failed' : 'succeeded';
}

function next(run: Run, one: Case, { response, harmful }: Done, result: Result): void {
  if (result.status === 'succeeded') {
    one.credit = result;
    close(run, one, incidentOf(one).paged ? 'escalated' : 'healed');
  } else if (run.policy.style === 'bounded' && (harmful || response.unmeasured)) {
    page(run, one);
    close(run, one, 'escalated');
  } else {
    decide(run, one);
  }
}

/** A person is asked, and ends it in the time a person needs. */
function page(run: Run, one: Case): void {
  incidentOf(one).paged = true;
  one.pages += 1;
  end(one.trouble, run.agenda.now() + one.trouble.fault.humanMinutes);
}

function close(run: Run, one: Case, outcome: Outcome): void {
  const now = run.agenda.now();
  const { fault } = one.trouble;
  const returns = incidentOf(one).returns;
  closed(one, outcome, now);
  const back = returnsAt(one.trouble, now);
  if (back !== undefined) run.agenda.add(back + PARAMETERS.alarmRaiseMinutes.value, () => relapse(run, one, returns));
  run.turns.free(fault.service.group, fault.index);
}

/** It is back, unless it ended while it was away. */
function relapse(run: Run, one: Case, returns: number): void {
  if (!showsAt(one.trouble, run.agenda.now())) return;
  one.relapses += 1;
  const { credit } = one;
  one.credit = undefined;
  const soon = credit !== undefined && run.agenda.now() - credit.at <= RELAPSE_MINUTES;
  if (soon) {
    run.told.push({ kind: 'reversed', result: credit });
    run.policy.relapsed(credit);
  }
  open(run, one, soon ? returns + 1 : 0);
}

/** The attempt being made: the same for the window, for memory and for the record. */
function attemptId(one: Case): string {
  const made = one.closed.reduce((sum, { attempts }) => sum + attempts.length, 0) + incidentOf(one).attempts.length;
  return `${one.trouble.fault.index}/${made + 1}`;
}
