/**
 * Facts that earlier versions did not record. Where not to know them changes no decision they are completed, because half
 * a year of decisions is worth more than a new field; where it would, the line is left out and counted.
 */
import { NOT_ASKED } from '../../core/people/approval.ts';
import type { Facts } from '../../core/facts/facts.ts';
import { STORED_INCIDENT } from '../../core/stored/stored-incident.ts';
import { readBack } from '../../core/stored/stored-type.ts';
import { unknown } from '../../core/world/known.ts';

type Raw = Readonly<Record<string, unknown>>;

const NOT_RECORDED = unknown<never>('not recorded then');

/** What stands for a fact that is missing; `undefined` where nothing honest does. */
const NEWER: Readonly<Partial<Record<keyof Facts, unknown>>> = {
  // There were no questions, no objectives, no calendars and no counts: nothing asks for them, so nothing is made of it.
  approval: NOT_ASKED,
  served: NOT_RECORDED,
  calendars: NOT_RECORDED,
  desiredCounts: NOT_RECORDED,
  // Unknown limits hold everything back, and calm ones would be made up.
  fleet: undefined,
};

/** The facts in today's form, with what can be completed. */
export function completed(facts: Raw): Raw {
  const added = Object.entries(NEWER).filter(([name, value]) => facts[name] === undefined && value !== undefined);
  return { ...facts, ...incidentOfToday(facts['incident']), ...Object.fromEntries(added) };
}

/** A recording does not say which version wrote it; the reader of the first takes both forms. */
function incidentOfToday(incident: unknown): Raw {
  const back = readBack(STORED_INCIDENT, 1, incident);
  return back.kind === 'read' ? { incident: back.value } : {};
}

/** Whether earlier versions did not record the fact. */
export function isNewer(name: keyof Facts): boolean {
  return Object.hasOwn(NEWER, name);
}
