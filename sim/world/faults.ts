/**
 * Everything that will break in one run, decided before any policy acts, and therefore the same for all of them: when,
 * where, why, which alarm it raises, what can be seen beside it, and when it would pass by itself.
 */
import { CAUSE_ROWS, type Cause, type Symptom } from './causes.ts';
import { lognormal, lomax, normal, pick } from './distributions.ts';
import { HORIZON_MINUTES, type Fleet, type Service } from './fleet.ts';
import { changeSeen, shownBy, type Mix } from './mix.ts';
import { PARAMETERS } from './parameters.ts';
import type { Chance } from './random.ts';

/** What every policy can see of a failing service. */
export interface Signs {
  readonly symptom: Symptom;
  /** A deployment or a configuration change ended shortly before it began. */
  readonly changed: boolean;
  /** The service has clearly more to do than usual. */
  readonly loadUp: boolean;
  /** All tasks are affected rather than a few. */
  readonly fleetWide: boolean;
}

/** One thing that breaks. Times in minutes since the start of the run. */
export interface Fault {
  readonly index: number;
  readonly service: Service;
  readonly cause: Cause;
  readonly signs: Signs;
  /** When its alarm goes red; what came before is the same for every policy and not counted. */
  readonly at: number;
  /** Minutes after `at` at which it passes by itself; infinite when it does not. */
  readonly passesAfter: number;
  /** Minutes a person needs once paged. */
  readonly humanMinutes: number;
}

/** `count` faults, oldest first. */
export function faultsOf(fleet: Fleet, chance: Chance, count: number): readonly Fault[] {
  const drawn: Omit<Fault, 'index'>[] = [];
  for (let event = 0; drawn.length < count; event++) {
    const at = chance('arrival', event) * HORIZON_MINUTES;
    const service = serviceAt(fleet.services, Math.floor(chance('service', event) * fleet.services.length));
    const first = faultOf({ fleet, chance, event, member: service.index }, service, at);
    drawn.push(first);
    if (first.cause === 'dependency') drawn.push(...companionsOf(fleet, chance, event, first));
  }
  const kept = drawn.slice(0, count).toSorted((a, b) => a.at - b.at);
  return kept.map((fault, index) => ({ ...fault, index }));
}

interface Draw {
  readonly fleet: Fleet;
  readonly chance: Chance;
  readonly event: number;
  readonly member: number;
}

function faultOf({ fleet, chance, event, member }: Draw, service: Service, at: number): Omit<Fault, 'index'> {
  const cause = pick(eventMix(fleet, service, at), chance('cause', event));
  const { recovers } = CAUSE_ROWS[cause];
  const passes = chance('recovery', event, 0) < recovers.chance;
  const passesAfter = passes
    ? lomax(recovers.meanMinutes, PARAMETERS.recoveryShape.value, chance('recovery', event, 1))
    : Number.POSITIVE_INFINITY;
  return {
    service,
    cause,
    at,
    passesAfter,
    signs: signsOf(cause, chance, event, member),
    humanMinutes: human(chance, event),
  };
}

/** A dependency that takes others with it must fail as much less often, or it would be more of the incidents than is known. */
function eventMix({ services, mixAt }: Fleet, service: Service, at: number): Mix {
  const mix = mixAt(service, at);
  const neighbours = services.filter(({ group }) => group === service.group).length - 1;
  return { ...mix, dependency: mix.dependency / (1 + PARAMETERS.companionChance.value * neighbours) };
}

function signsOf(cause: Cause, chance: Chance, event: number, member: number): Signs {
  const row = CAUSE_ROWS[cause];
  return {
    symptom: pick(shownBy(cause), chance('symptom', event, member)),
    changed: chance('change', event, member) < changeSeen(cause),
    loadUp: chance('load', event, member) < row.loadUp,
    fleetWide: chance('breadth', event, member) < row.fleetWide,
  };
}

function human(chance: Chance, event: number): number {
  const { humanMedianMinutes, humanSigma } = PARAMETERS;
  return lognormal(
    humanMedianMinutes.value,
    humanSigma.value,
    normal(chance('human', event, 0), chance('human', event, 1)),
  );
}

/** A dependency takes callers of its group with it, and gives them back when it recovers. */
function companionsOf(
  { services }: Fleet,
  chance: Chance,
  event: number,
  first: Omit<Fault, 'index'>,
): readonly Omit<Fault, 'index'>[] {
  const neighbours = services.filter(
    ({ group, index }) => group === first.service.group && index !== first.service.index,
  );
  const hit = neighbours.filter(({ index }) => chance('companion', event, index, 0) < PARAMETERS.companionChance.value);
  return hit.map((service) => {
    const later = chance('companion', event, service.index, 1) * PARAMETERS.companionMinutes.value;
    return {
      ...first,
      service,
      at: first.at + later,
      passesAfter: Math.max(0, first.passesAfter - later),
      signs: signsOf('dependency', chance, event, service.index),
    };
  });
}

function serviceAt(services: readonly Service[], index: number): Service {
  const service = services[index];
  if (service === undefined) throw new Error(`the fleet has no service ${index}`);
  return service;
}
