/**
 * The product's own choice, made by the product's own functions: prior, belief, score, gate, order and memory are those
 * of `core`. This file is the only one that knows both sides; it translates and decides nothing. Parts can be left out,
 * to see what each is worth.
 */
import { priorOf } from '../../core/decide/belief.ts';
import { DECISION_POLICY } from '../../core/decide/policy.ts';
import type { DecisionPolicy } from '../../core/decide/policy.ts';
import { byRank, scoreOf } from '../../core/decide/rank.ts';
import type { Score } from '../../core/decide/rank.ts';
import { PARAMETERS } from '../world/parameters.ts';
import { REMEDY_ROWS } from '../world/remedies.ts';
import type { Remedy, RemedyRow } from '../world/remedies.ts';
import { allowedBy, isReversible } from './guards.ts';
import type { Guards } from './guards.ts';
import { memoryOf } from './memory.ts';
import type { MemoryParts, SimulatedMemory } from './memory.ts';
import type { Choice, Policy, Situation } from './policy.ts';
import type { Runbooks } from './runbooks.ts';

export interface Parts extends MemoryParts {
  readonly runbooks: Runbooks;
  readonly guards: Guards;
  /** What the remedies are said to take and cost, before experience. */
  readonly remedies?: Readonly<Record<Remedy, RemedyRow>>;
  /** What is changed of the numbers that choosing depends on. */
  readonly policy?: Partial<DecisionPolicy>;
}

export function ours(parts: Parts): Policy & { readonly memory: SimulatedMemory } {
  const memory = memoryOf(parts);
  const policy = { ...DECISION_POLICY, ...parts.policy };
  return {
    style: 'bounded',
    choose: (situation) => best(candidatesOf(parts, memory, policy, situation)),
    settled: memory.settled,
    relapsed: memory.relapsed,
    memory,
  };
}

interface Candidate extends Score {
  readonly remedy: Remedy;
  readonly class: 'safe' | 'disruptive';
}

/** Those that may be tried now, in runbook order, as `core/decide/candidates.ts` makes them of a runbook's steps. */
function candidatesOf(
  { runbooks, guards, remedies = REMEDY_ROWS }: Parts,
  memory: SimulatedMemory,
  policy: DecisionPolicy,
  situation: Situation,
): readonly Candidate[] {
  const { signs, service, tried, now } = situation;
  return runbooks[signs.symptom].flatMap((remedy, position) => {
    if (tried.includes(remedy) || !allowedBy(guards, remedy, signs)) return [];
    const { minutes, disruptionMinutes, class: kind } = remedies[remedy];
    const experience = memory.read({ signs, service, remedy }, now);
    const option = {
      prior: priorOf({ remedy }, position, { release: isReversible(signs) ? 'reversible' : 'none', toggle: false }),
      experience,
      minutesWhenItWorks: experience?.meanMinutes ?? minutes + PARAMETERS.verifiedMinutes.value,
      minutesWhenItDoesNot: minutes + PARAMETERS.gaveUpMinutes.value,
      disruptionMinutes,
    };
    return [{ remedy, class: kind, ...scoreOf(option, service.tier, policy) }];
  });
}

function best(candidates: readonly Candidate[]): Choice {
  const [first] = candidates.filter(({ worthTrying, harmful }) => worthTrying && !harmful).toSorted(byRank);
  return first === undefined ? { kind: 'page' } : { kind: 'act', remedy: first.remedy };
}
