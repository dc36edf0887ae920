/**
 * The healing memory of one run: the sums of production, in a map instead of a table. What a result adds, what taking it
 * back adds and how sums fade are the core's functions; the switches leave one part of it out.
 */
import { LANDMARK } from '../../core/memory/decay.ts';
import { NO_EXPERIENCE, added, experienceOf, experiencesAt, reversalOf } from '../../core/memory/experience.ts';
import type { ExperienceSums } from '../../core/memory/experience.ts';
import type { AttemptResult, Experience } from '../../core/ports.ts';
import { clockTime } from '../engine/clock-time.ts';
import type { Signs } from '../world/faults.ts';
import type { Result } from './policy.ts';

/** What a memory could tell apart and the product's does not. */
export type Sign = Exclude<keyof Signs, 'symptom'>;

export interface MemoryParts {
  /** Whether services learn from each other. */
  readonly pooling: boolean;
  /** Whether old results fade. */
  readonly decay: boolean;
  /** Signs by which results are remembered apart, beside the failure type. */
  readonly apart: readonly Sign[];
  /** Whether the credit of a heal that did not last is taken back. */
  readonly reversal: boolean;
}

/** What is remembered apart. */
export type About = Pick<Result, 'signs' | 'service' | 'remedy'>;

export interface SimulatedMemory {
  readonly settled: (result: Result) => void;
  readonly relapsed: (result: Result) => void;
  readonly read: (about: About, now: number) => Experience | undefined;
  /** Every sum by its key, for comparing memories. */
  readonly sums: () => ReadonlyMap<string, ExperienceSums>;
}

export function memoryOf(parts: MemoryParts): SimulatedMemory {
  const sums = new Map<string, ExperienceSums>();
  const add = (about: About, change: ExperienceSums | undefined): void => {
    if (change === undefined) return;
    for (const scope of ['all', about.service.name]) {
      const key = keyOf(parts, scope, about);
      sums.set(key, added(sums.get(key) ?? NO_EXPERIENCE, change));
    }
  };
  const time = (minutes: number): number => (parts.decay ? clockTime(minutes) : LANDMARK);
  return {
    settled: (result) => add(result, experienceOf(asResult(result, time(result.at)))),
    relapsed: (result) => {
      if (parts.reversal) add(result, reversalOf(asResult(result, time(result.at))));
    },
    read: (about, now) => {
      const here = sums.get(keyOf(parts, about.service.name, about));
      const all = parts.pooling ? sums.get(keyOf(parts, 'all', about)) : undefined;
      return experienceWith({ all, here }, time(now));
    },
    sums: () => sums,
  };
}

function keyOf({ apart }: MemoryParts, scope: string, { signs, remedy }: About): string {
  const seen = apart.map((sign) => (signs[sign] ? sign : `not ${sign}`));
  return [signs.symptom, ...seen, scope, remedy].join(' ');
}

/** Sums carry no name, so any of production's remedies will do for two that production does not have. */
const ANY_REMEDY = 'replaceTasks';

function experienceWith(
  scopes: Readonly<Record<'all' | 'here', ExperienceSums | undefined>>,
  now: number,
): Experience | undefined {
  return experiencesAt((remedy, scope) => (remedy === ANY_REMEDY ? scopes[scope] : undefined), now)[0];
}

function asResult({ attempt, service, signs, status, harmful, minutes }: Result, at: number): AttemptResult {
  return {
    incidentId: attempt,
    attempt: 1,
    failureType: signs.symptom,
    service: service.name,
    remedy: ANY_REMEDY,
    status,
    harmful,
    ...(status === 'succeeded' && { minutes }),
    at,
  };
}
