/**
 * Finds what an incident left changed that the healer is to change back later: a flipped toggle first, then tasks that were
 * added. One question for whoever has to see to it that somebody does; it must not know how it is done.
 */
import type { Incident } from '../incident/incident.ts';
import { flippedToggle } from './flipped-toggle.ts';
import type { FlipTogglePlan, ScaleOutPlan } from './journal.ts';
import { scaledOut } from './scaled-out.ts';

/** What is to be changed back next, and when; undefined where nothing is left. */
export function leftOverPlan(incident: Pick<Incident, 'attempts'>): FlipTogglePlan | ScaleOutPlan | undefined {
  return flippedToggle(incident) ?? scaledOut(incident);
}
