/**
 * What a policy is: something that, shown what can be seen of a failing service, says what to try. It learns from what
 * verification says and from nothing else. The engine carries out, limits and verifies alike for all of them.
 */
import type { Signs } from '../world/faults.ts';
import type { Service } from '../world/fleet.ts';
import type { Remedy } from '../world/remedies.ts';

/** What can be seen when deciding. Times in minutes since the start of the run. */
export interface Situation {
  readonly now: number;
  readonly service: Service;
  readonly signs: Signs;
  /** Tried in this incident, in order. */
  readonly tried: readonly Remedy[];
  /** Not to be tried now, whatever speaks for them: the limits of the product hold them back. */
  readonly held: readonly Remedy[];
  /** 0 for a new failure; which return it is for one that was verified as healed within the last hour. */
  readonly returns: number;
  /** Number of the fault: only chance and the bounds may make anything of it. */
  readonly fault: number;
}

export type Choice =
  | {
      readonly kind: 'act';
      readonly remedy: Remedy;
      /** Minutes to pause before, 0 unless given. */
      readonly afterMinutes?: number;
      /** Ask a person as well, and go on. */
      readonly pageToo?: boolean;
    }
  | { readonly kind: 'page' };

/** What became of one attempt. */
export interface Result {
  /** Unique within the run. */
  readonly attempt: string;
  readonly service: Service;
  readonly signs: Signs;
  readonly remedy: Remedy;
  readonly status: 'succeeded' | 'failed' | 'censored';
  readonly harmful: boolean;
  /** From the start of the action to the verdict. */
  readonly minutes: number;
  readonly at: number;
}

export interface Policy {
  /** `bounded` policies run inside the healer's limits and take turns in their group; `unbounded` ones know none. */
  readonly style: 'bounded' | 'unbounded';
  readonly choose: (situation: Situation) => Choice;
  /** Called once per attempt, when it was verified. */
  readonly settled: (result: Result) => void;
  /** Called once when a success turned out to be none, within the relapse window. */
  readonly relapsed: (result: Result) => void;
}

const NOTHING = (): void => undefined;

/** A policy that learns nothing. */
export function fixed(choose: Policy['choose'], style: Policy['style'] = 'bounded'): Policy {
  return { style, choose, settled: NOTHING, relapsed: NOTHING };
}

/** The remedies of these that may be tried: not yet tried, and not held back. */
export function open(order: readonly Remedy[], { tried, held }: Pick<Situation, 'tried' | 'held'>): readonly Remedy[] {
  return order.filter((remedy) => !tried.includes(remedy) && !held.includes(remedy));
}

/** The first of these that may be tried, or a page. */
export function firstOpen(order: readonly Remedy[], situation: Pick<Situation, 'tried' | 'held'>): Choice {
  const [remedy] = open(order, situation);
  return remedy === undefined ? { kind: 'page' } : { kind: 'act', remedy };
}
