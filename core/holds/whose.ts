/**
 * Who caused the holds that stopped a heal or an undo, the kill switch or another actor: the next step depends on it.
 */
import { HOLD_RULES, type HoldReason } from './reasons.ts';
import type { Hold } from './hold.ts';

/** Whether the kill switch is among them. */
export function isBraked(holds: readonly Hold[]): boolean {
  return holds.some(({ reason }) => HOLD_RULES[reason].category === 'override');
}

/** The outcome of a heal that the kill switch stopped. A failed read of the switch is no person's order: escalated. */
export function endOfBraked(holds: readonly Hold[]): 'held' | 'escalated' {
  const said = holds.filter(({ reason }) => reason !== 'override-unreadable');
  return isBraked(said) ? 'held' : 'escalated';
}

/** Whether another actor changed it: their change stays. */
export function isOthers(reason: HoldReason): boolean {
  return HOLD_RULES[reason].category === 'others';
}

/** Whether all of them are changes of other actors. */
export function areOthers(holds: readonly Hold[]): boolean {
  return holds.every(({ reason }) => isOthers(reason));
}
