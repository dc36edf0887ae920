/**
 * Not the product's here: the choice among remedies that may be tried, because that is what policies differ in. What the
 * product would hold back is held back from all of them alike, with its own reasons and in its order.
 */
import { incidentHolds } from '../../core/decide/decide.ts';
import { remedyHold, standDown, stormLevelMax } from '../../core/decide/fleet.ts';
import { known } from '../../core/world/known.ts';
import type { Facts } from '../../core/facts/facts.ts';
import type { Fleet } from '../../core/facts/fleet.ts';
import { hold, type Hold } from '../../core/holds/hold.ts';
import { passesWithinMinutes } from '../../core/holds/waiting.ts';
import type { StormLevel } from '../../core/limits/storm.ts';
import type { Policy, Situation } from '../policies/policy.ts';
import { REMEDIES, type Remedy } from '../world/remedies.ts';
import { planOf, stepOf } from './product.ts';

export type Chosen =
  | {
      readonly kind: 'act';
      readonly remedy: Remedy;
      readonly stormLevelMax: StormLevel;
      /** Why the remedy that was wanted was not tried. */
      readonly insteadOf?: Hold;
    }
  | { readonly kind: 'wait' | 'page'; readonly holds: readonly [Hold, ...Hold[]] };

/** The part of the facts that limits depend on. */
export type Limiting = Pick<Facts, 'incident' | 'now' | 'runbook' | 'service'> & { readonly fleet: Fleet };

export function chosen(policy: Policy, situation: Omit<Situation, 'held'>, limiting: Limiting): Chosen {
  const facts = { ...limiting, fleet: known(limiting.fleet) };
  const down = standDown(facts);
  if (down !== undefined) return { kind: 'wait', holds: [down] };
  const [first, ...more] = incidentHolds(facts);
  if (first !== undefined) return { kind: 'page', holds: [first, ...more] };
  const holds = new Map<Remedy, Hold>();
  for (const remedy of REMEDIES) {
    const why = remedyHold(facts, stepOf(remedy), planOf(remedy, limiting.service));
    if (why !== undefined) holds.set(remedy, why);
  }
  /** What it would try if only these were held back, and why it may not. */
  const wanted = (held: (why: Hold) => boolean) => {
    const choice = policy.choose({ ...situation, held: [...holds].flatMap(([one, why]) => (held(why) ? [one] : [])) });
    return choice.kind === 'act' ? { remedy: choice.remedy, why: holds.get(choice.remedy) } : undefined;
  };
  const best = wanted(() => true);
  const free = holds.size === 0 ? best : wanted(() => false);
  if (best !== undefined) {
    const level = stormLevelMax(facts, stepOf(best.remedy), planOf(best.remedy, limiting.service));
    return { kind: 'act', remedy: best.remedy, stormLevelMax: level, ...(free?.why && { insteadOf: free.why }) };
  }
  const passing = free && wanted(({ reason }) => passesWithinMinutes(reason) === undefined);
  if (passing?.why !== undefined) return { kind: 'wait', holds: [passing.why] };
  return { kind: 'page', holds: [free?.why ?? hold('no-remedy-left', 'no remedy is possible and worth trying now')] };
}
