/**
 * Worlds that are unattended for some hours: the sweep is off, what Step Functions says of dead executions gets lost, and
 * people stop executions and hear nothing more. Hours later a person says that the services still fail. What is left open
 * must come to its end all the same.
 */
import type { Chance } from '../engine/chance.ts';
import type { Timetable } from '../engine/timetable.ts';
import { START } from './fleet.ts';

/** Share of the swept worlds; the others must come to their end without a sweep, so that nothing may get lost in them. */
const UNATTENDED = 0.5;
const MINUTE = 60_000;
/** When the sweep begins, after the beginning of the world. */
const ABSENT_MS = 5 * 60 * MINUTE;
/** When executions are stopped, and share of those that run then: what goes on for hours is stopped in the middle of it. */
const STOPS_MS = [9, 25, 60].map((minutes) => minutes * MINUTE);
const STOPPED = 0.6;
/** When it is said that services fail: an incident that was silent for an hour is over by then. */
const SAID_AGAIN_MS = [95, 150, 200].map((minutes) => minutes * MINUTE);

export interface Unattended {
  readonly timetable: Timetable;
  /** Stops, with this chance, each of the executions that run. @param round distinguishes the times it is done */
  readonly stop: (round: number, share: number) => void;
  /** Says of every service that it fails. */
  readonly sayAgain: (round: number) => void;
}

/** Ms from the beginning of the world until it is swept. @param swept whether it is at all */
export function absentMs(chance: Chance, swept: boolean): number {
  return swept && chance('world', 15) < UNATTENDED ? ABSENT_MS : 0;
}

/** What happens while it is unattended. */
export function neglect({ timetable, stop, sayAgain }: Unattended): void {
  for (const [round, after] of STOPS_MS.entries()) timetable.at(START + after, () => stop(round, STOPPED));
  for (const [round, after] of SAID_AGAIN_MS.entries()) timetable.at(START + after, () => sayAgain(round));
}
