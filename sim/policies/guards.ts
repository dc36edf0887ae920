/**
 * What must not be tried, whatever memory says: the product's own guards, asked about the virtual service. They hold for
 * every policy that is a setting of the healer, so that its comparison with its runbook is about choosing alone.
 */
import { choicesOf } from '../../core/decide/candidates.ts';
import { overloaded } from '../../core/facts/overload.ts';
import type { Context } from '../../core/memory/context.ts';
import { rollBack } from '../../core/remedies/roll-back/roll-back.ts';
import { scaleOut } from '../../core/remedies/scale-out/scale-out.ts';
import type { Signs } from '../world/faults.ts';
import type { Remedy } from '../world/remedies.ts';
import { factsOf } from './facts.ts';

export interface Guards {
  /** No way back unless a deployment explains the failure. */
  readonly attribution: boolean;
  /** No busy task is replaced while the whole service has more to do than usual, and none added while it has not. */
  readonly overload: boolean;
}

export const ALL_GUARDS: Guards = { attribution: true, overload: true };
export const NO_GUARDS: Guards = { attribution: false, overload: false };

/** Whether the guards allow a remedy. Restarting all tasks replaces tasks; toggles have no guard here. */
export function allowedBy(guards: Guards, remedy: Remedy, signs: Signs): boolean {
  const { reversible, overload, scalable } = seen(signs);
  if (remedy === 'rollBack') return reversible || !guards.attribution;
  if (remedy === 'replaceTasks' || remedy === 'rollingRestart') return !(overload && guards.overload);
  if (remedy === 'scaleOut') return scalable || !guards.overload;
  return true;
}

/** Whether a deployment explains the failure and can be taken back: what the prior looks at too. */
export function isReversible(signs: Signs): boolean {
  return seen(signs).reversible;
}

/** In which context the product would remember results. */
export function contextSeen(signs: Signs): Context {
  return seen(signs).context;
}

interface Seen {
  readonly context: Context;
  readonly reversible: boolean;
  readonly overload: boolean;
  readonly scalable: boolean;
}

/** There are only some dozens of combinations of signs, and millions of questions. */
const answers = new Map<string, Seen>();

/** Guards look at the service's tasks, not at its name or size. */
const ANY_SERVICE = { index: 0, name: 'service', tier: 'standard', tasks: 4, group: 0 } as const;

function seen(signs: Signs): Seen {
  const key = `${signs.symptom} ${signs.changed} ${signs.loadUp} ${signs.fleetWide}`;
  const before = answers.get(key);
  if (before !== undefined) return before;
  const facts = factsOf(signs, ANY_SERVICE, ['rollBack'], 0);
  const [step] = facts.runbook.remedies;
  if (step === undefined) throw new Error('the runbook has no step to ask about');
  const answer = {
    context: choicesOf(facts).context,
    reversible: rollBack.plan(facts, step).kind === 'possible',
    overload: overloaded(facts) !== undefined,
    scalable: scaleOut.plan(facts, step).kind === 'possible',
  };
  answers.set(key, answer);
  return answer;
}
