/**
 * Not the product's here: the list of candidates, because the world has a remedy and runbooks that the product has not.
 * Prior, belief, score, gate, order and memory are the functions of `core`; a test compares the choice with that of the
 * product's whole decision. Parts can be left out, to see what each is worth.
 */
import { minutesOf, priorOf } from '../../core/decide/belief.ts';
import { DECISION_POLICY, type DecisionPolicy } from '../../core/decide/policy.ts';
import { byRank, scoreOf, type Score } from '../../core/decide/rank.ts';
import type { Symptom } from '../world/causes.ts';
import type { Remedy } from '../world/remedies.ts';
import { allowedBy, isReversible, type Guards } from './guards.ts';
import { memoryOf, type MemoryParts, type SimulatedMemory } from './memory.ts';
import { plannedDisruptionMinutes } from './planned.ts';
import type { Choice, Policy, Result, Situation } from './policy.ts';
import type { Runbooks, Said } from './runbooks.ts';
import { saidByWorld } from './shipped.ts';

export interface Parts extends MemoryParts {
  readonly runbooks: Runbooks;
  readonly guards: Guards;
  /** What the runbooks say of their remedies; the world's own figures where absent. */
  readonly said?: (symptom: Symptom, remedy: Remedy) => Said;
  /** What is changed of the numbers that choosing depends on. */
  readonly policy?: Partial<DecisionPolicy>;
}

export interface Healer extends Policy {
  readonly memory: SimulatedMemory;
  /** What it makes of each remedy that may be tried, in runbook order. */
  readonly weighed: (situation: Situation) => readonly Candidate[];
}

export function ours(parts: Parts): Healer {
  const memory = memoryOf(parts);
  const policy = { ...DECISION_POLICY, ...parts.policy };
  const weighed = (situation: Situation) => candidatesOf(parts, memory, policy, asRead(parts, situation));
  return {
    style: 'bounded',
    choose: (situation) => best(weighed(situation)),
    weighed,
    settled: (result) => memory.settled(asRead(parts, result)),
    relapsed: (result) => memory.relapsed(asRead(parts, result)),
    memory,
  };
}

/** Where the runbook has no way back, the product does not look for a deployment and sees none. */
function asRead<Seen extends Situation | Result>({ runbooks }: Parts, seen: Seen): Seen {
  const { signs } = seen;
  if (!signs.changed || runbooks[signs.symptom].includes('rollBack')) return seen;
  return { ...seen, signs: { ...signs, changed: false } };
}

interface Candidate extends Score {
  readonly remedy: Remedy;
  readonly class: 'safe' | 'disruptive';
}

/** Those that may be tried now, in runbook order, as `core/decide/candidates.ts` makes them of a runbook's steps. */
function candidatesOf(
  { runbooks, guards, said = saidByWorld }: Parts,
  memory: SimulatedMemory,
  policy: DecisionPolicy,
  situation: Situation,
): readonly Candidate[] {
  const { signs, service, tried, held, now } = situation;
  return runbooks[signs.symptom].flatMap((remedy, position) => {
    if (tried.includes(remedy) || held.includes(remedy) || !allowedBy(guards, remedy, signs)) return [];
    const { minutes, goodMinutes, badMinutes, priorSuccess, class: kind } = said(signs.symptom, remedy);
    const experience = memory.read({ signs, service, remedy }, now);
    const change = { release: isReversible(signs) ? ('reversible' as const) : ('none' as const), toggle: false };
    const option = {
      prior: priorOf({ remedy, priorSuccess }, position, change),
      experience,
      minutesWhenItWorks: minutesOf(minutes + goodMinutes, experience, policy),
      minutesWhenItDoesNot: minutes + badMinutes,
      disruptionMinutes: plannedDisruptionMinutes(remedy, signs, service),
    };
    return [{ remedy, class: kind, ...scoreOf(option, service.tier, policy) }];
  });
}

function best(candidates: readonly Candidate[]): Choice {
  const [first] = candidates.filter(({ worthTrying, harmful }) => worthTrying && !harmful).toSorted(byRank);
  return first === undefined ? { kind: 'page' } : { kind: 'act', remedy: first.remedy };
}
