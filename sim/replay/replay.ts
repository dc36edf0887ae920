/**
 * Recorded decisions made again by the product as it is now, with runbooks as they would be: what would have been decided
 * differently, and why. What had come of the other decision nobody knows; this only says where they part.
 */
import { tailored } from '../../core/catalog.ts';
import type { Runbook } from '../../core/catalog.ts';
import { decide } from '../../core/decide/decide.ts';
import type { Facts } from '../../core/decide/facts.ts';
import type { Decision } from '../../core/incident/incident.ts';
import type { Recorded } from './recording.ts';

export interface Replayed {
  readonly incident: string;
  readonly service: string;
  readonly failureType: string;
  /** Ms since the epoch. */
  readonly at: number;
  /** "act: rollBack", "page": what was decided and what would be. */
  readonly before: string;
  readonly after: string;
  readonly differs: boolean;
  /** At most three lines each. */
  readonly whyBefore: readonly string[];
  readonly whyAfter: readonly string[];
}

/** @param changed runbooks that replace the recorded ones of the same failure type */
export function replayed(recorded: readonly Recorded[], changed: readonly Runbook[]): readonly Replayed[] {
  return recorded.map(({ facts, decision }) => {
    const before = decision ?? decide(facts).decision;
    const after = decide(withRunbook(facts, changed)).decision;
    return {
      incident: facts.incident.id,
      service: facts.service.name,
      failureType: facts.runbook.failureType,
      at: facts.now,
      before: said(before),
      after: said(after),
      differs: said(before) !== said(after),
      whyBefore: before.why,
      whyAfter: after.why,
    };
  });
}

/** The facts with the changed runbook in place of the recorded one, as the service would have had it. */
function withRunbook(facts: Facts, changed: readonly Runbook[]): Facts {
  const { failureType } = facts.runbook;
  const runbook = changed.find((one) => one.failureType === failureType);
  if (runbook === undefined) return facts;
  const overrides = facts.service.runbooks[failureType] ?? { thresholds: {} };
  return { ...facts, runbook: tailored(runbook, facts.service, overrides) };
}

function said({ kind, chosen }: Decision): string {
  return kind === 'act' && chosen !== undefined ? `${kind}: ${chosen}` : kind;
}
