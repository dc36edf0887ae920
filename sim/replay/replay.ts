/**
 * Recorded decisions made again by the product as it is now, with runbooks and numbers as they would be: what would have
 * been decided differently, and why. The result of the other decision is unknown; this only says where they part.
 */
import { tailored } from '../../core/catalog/catalog.ts';
import type { Runbook } from '../../core/catalog/runbook.ts';
import { decide } from '../../core/decide/decide.ts';
import type { Facts } from '../../core/facts/facts.ts';
import type { DecisionPolicy } from '../../core/decide/policy.ts';
import type { Decision } from '../../core/incident/incident.ts';
import type { Recorded } from './recording.ts';
import { asReadFor, unreadFor } from './unread.ts';

export interface Replayed {
  readonly incident: string;
  readonly service: string;
  readonly failureType: string;
  /** Ms since the epoch. */
  readonly at: number;
  /** Present where the healer was not to act: compared is what it would have done in auto. */
  readonly heldBy?: 'observe' | 'off';
  /** "act: rollBack, roll back from user:7 to user:6", "page": what was decided and what would be. */
  readonly before: string;
  readonly after: string;
  /** Whether another thing would be done, to another target or with another toggle included. */
  readonly differs: boolean;
  /** What was not read then and the changed runbook needs: whether it differs cannot be told, and `differs` is false. */
  readonly unread?: string;
  /** At most three lines each. */
  readonly whyBefore: readonly string[];
  readonly whyAfter: readonly string[];
}

/**
 * @param changed runbooks that replace the recorded ones of the same failure type
 * @param policy numbers to choose by instead of those of production
 */
export function replayed(
  recorded: readonly Recorded[],
  changed: readonly Runbook[],
  policy?: DecisionPolicy,
): readonly Replayed[] {
  return recorded.map((one) => {
    const { facts } = one;
    const runbook = changedFor(facts, changed);
    const [before, inAuto] = decidedThen(one);
    const mode = facts.stance.mode === 'auto' ? {} : { heldBy: facts.stance.mode };
    const base = {
      incident: facts.incident.id,
      service: facts.service.name,
      failureType: facts.runbook.failureType,
      at: facts.now,
      ...mode,
      before: said(before),
      whyBefore: before.why,
    };
    const unread = runbook === undefined ? undefined : unreadFor(facts, runbook);
    if (unread !== undefined) {
      const why = [`Its ${unread} were not read: the runbook of then did not need them.`];
      return { ...base, after: 'cannot be told', differs: false, unread, whyAfter: why };
    }
    const asked = runbook === undefined ? facts : asReadFor(facts, runbook);
    const after = decide(inAuto ? allowed(asked) : asked, policy).decision;
    return { ...base, after: said(after), differs: !isAlike(before, after), whyAfter: after.why };
  });
}

/**
 * What was decided, and whether it is what would have been done in auto. Where the healer was held back, all it recorded
 * is its first choice; a question or a wait it would have come to is found by deciding again, unless the product itself
 * would choose otherwise today: then what was recorded stands.
 */
function decidedThen({ facts, decision }: Recorded): readonly [decision: Decision, inAuto: boolean] {
  if (facts.stance.mode === 'auto') return [decision ?? decide(facts).decision, false];
  const now = decide(facts).decision;
  if (decision !== undefined && !isAlike(decision, now)) return [decision, false];
  return [decide(allowed(facts)).decision, true];
}

/** The facts as they would be if the healer were allowed to act. */
function allowed(facts: Facts): Facts {
  return { ...facts, stance: { mode: 'auto' } };
}

/** The changed runbook for the failure, as the service would have had it; undefined where it was not changed. */
function changedFor({ runbook: { failureType }, service }: Facts, changed: readonly Runbook[]): Runbook | undefined {
  const runbook = changed.find((one) => one.failureType === failureType);
  return runbook && tailored(runbook, service, service.runbooks[failureType] ?? { thresholds: {} });
}

function isAlike(one: Decision, other: Decision): boolean {
  return said(one) === said(other);
}

/** Kind, remedy and what it does to what: where all three agree, the same is done. */
function said({ kind, chosen, candidates }: Decision): string {
  const plan = candidates.find(({ remedy }) => remedy === chosen)?.plan;
  if (chosen === undefined || (chosen === 'page' && kind !== 'hold')) return kind;
  return plan === undefined || chosen === 'page' ? `${kind}: ${chosen}` : `${kind}: ${chosen}, ${plan}`;
}
