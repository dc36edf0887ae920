/**
 * Facts that are not read because no remedy of the runbook needs them. They count as unread, never as empty: a
 * simulation may decide on the same facts with another runbook.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import type { ParameterReading } from '../world/parameter.ts';
import { changedBy, type Change } from '../vocabulary.ts';
import { unknown, type Known } from '../world/known.ts';
import type { Facts, Releases } from '../facts/facts.ts';

type ReadFacts = Omit<
  Facts,
  | 'now'
  | 'incident'
  | 'service'
  | 'runbook'
  | 'stance'
  | 'approval'
  | 'alarms'
  | 'fleet'
  | 'clearedByApplication'
  | 'toggles'
>;

/** What stands for the facts that are read for a remedy alone, where no remedy is possible. @param why none was read */
export function factsNotRead(why: string): ReadFacts {
  const none = unknown<never>(why);
  return {
    values: none,
    load: none,
    served: none,
    calendars: none,
    desiredCounts: none,
    running: none,
    releases: none,
    dependencies: [],
    experience: none,
    organic: none,
  };
}

/** Whether a remedy of the runbook changes this. */
export function mayChange({ remedies }: Pick<Runbook, 'remedies'>, change: Change): boolean {
  return remedies.some(({ remedy }) => changedBy(remedy) === change);
}

/** Deployments, for a runbook without rollback. */
export const RELEASES_NOT_READ: Known<Releases> = unknown('not read: the runbook has no rollBack');

/** The toggles of a service by name, for a runbook that flips none. @param why they were not read */
export function togglesNotRead(
  { toggles }: Pick<ServiceEntry, 'toggles'>,
  why = 'not read: the runbook has no flipToggle',
): Readonly<Record<string, ParameterReading>> {
  const reading = { kind: 'unreadable', why } as const;
  return Object.fromEntries(toggles.map(({ name }) => [name, reading]));
}
