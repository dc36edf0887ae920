/** Whose doing the reasons are that stopped a heal or an undo: what becomes of it depends on that. */
import { HOLD_RULES } from './reasons.ts';
import type { HoldReason } from './reasons.ts';
import type { Hold } from './hold.ts';

/** Whether the kill switch is among them: hands off. */
export function isBraked(holds: readonly Hold[]): boolean {
  return holds.some(({ reason }) => HOLD_RULES[reason].category === 'override');
}

/** How a heal ends that the kill switch stopped. Where the healer could not read it, no person forbade anything: it asks one. */
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
