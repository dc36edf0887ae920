/** Hand-made worlds: a few faults with valid defaults, and chance that says what a test wants it to say. */
import type { AttemptRecord, FaultRecord, IncidentRecord, RunRecord } from '../../../sim/engine/record.ts';
import type { Fault } from '../../../sim/world/faults.ts';
import type { Service } from '../../../sim/world/fleet.ts';
import { FLEET_MIX } from '../../../sim/world/mix.ts';
import type { Chance, Stream } from '../../../sim/world/random.ts';
import type { World } from '../../../sim/world/world.ts';

export function aSimulatedService(index = 0, changes: Partial<Service> = {}): Service {
  return { index, name: `service-${index}`, tier: 'standard', tasks: 4, group: 0, ...changes };
}

/** A bad release at minute 100 that shows as errors and that a person ends within 40 minutes. */
export function aFault(changes: Partial<Fault> = {}): Fault {
  return {
    index: 0,
    service: aSimulatedService(),
    cause: 'badCode',
    signs: { symptom: 'high-error-rate', changed: true, loadUp: false, fleetWide: true },
    at: 100,
    passesAfter: Number.POSITIVE_INFINITY,
    humanMinutes: 40,
    ...changes,
  };
}

/** Nothing cures, nothing harms, nothing fails: every chance is missed. */
export function unlucky(wins: Partial<Record<Stream, number>> = {}): Chance {
  return (stream) => wins[stream] ?? 0.999;
}

/** So many that the limits of the account are those of a fleet: a share of two services is none. */
const SERVICES = 40;

/** The faults in a fleet that is well otherwise. */
export function aWorld(faults: readonly Fault[], chance: Chance = unlucky()): World {
  const failing = new Map(faults.map(({ service }) => [service.index, service]));
  const services = Array.from({ length: SERVICES }, (_, index) => {
    return failing.get(index) ?? aSimulatedService(index, { group: 100 + index });
  });
  return { seed: 1, chance, fleet: { services, mixAt: () => FLEET_MIX }, faults };
}

export function anAttempt(changes: Partial<AttemptRecord> = {}): AttemptRecord {
  const times = { startedAt: 100, verifiedAt: 106 };
  return {
    remedy: 'rollBack',
    ...times,
    status: 'succeeded',
    harmful: false,
    cured: true,
    unneeded: false,
    ...changes,
  };
}

const NOTHING_HELD = { withheld: { waited: {}, instead: [] }, tellsOfStorm: false, spokenFor: false };

export function anIncident(changes: Partial<IncidentRecord> = {}): IncidentRecord {
  return { openedAt: 100, closedAt: 106, outcome: 'healed', attempts: [anAttempt()], ...NOTHING_HELD, ...changes };
}

export function aRecord(changes: Partial<FaultRecord> = {}): FaultRecord {
  const nothing = { downtimeMinutes: 3, disruptionMinutes: 4, pages: 0, relapses: 0 };
  return { fault: aFault(), incidents: [anIncident()], ...nothing, ...changes };
}

export function aRun(faults: readonly FaultRecord[], changes: Partial<RunRecord> = {}): RunRecord {
  return { seed: 1, policy: 'ours', style: 'bounded', unlimited: {}, faults, told: [], ...changes };
}
