/**
 * Finds what an incident left changed that the healer is to change back: what a person asked to undo first, then the pace
 * of deployments, a flipped toggle, and tasks that were added. One question for whoever has to see to it that somebody
 * does; it must not know how it is done.
 */
import type { Incident } from '../incident/incident.ts';
import type { ActionKind } from '../vocabulary.ts';
import { flippedToggle } from './flipped-toggle.ts';
import { narrowedAttempt } from './narrowed-pace.ts';
import { scaledOut } from './scaled-out.ts';
import { askedAttempt } from './undoable.ts';

export interface LeftOver {
  /** The remedy that changed it, and changes it back. */
  readonly kind: ActionKind;
  /** When that is due, ms since the epoch. */
  readonly expiresAt: number;
}

/** What is to be changed back next, and when; undefined where nothing is left. */
export function leftOverOf(incident: Pick<Incident, 'attempts' | 'undoAsked'>): LeftOver | undefined {
  const atOnce = askedAttempt(incident) ?? narrowedAttempt(incident);
  if (atOnce !== undefined) return { kind: atOnce.remedy, expiresAt: atOnce.startedAt };
  return flippedToggle(incident) ?? scaledOut(incident);
}
