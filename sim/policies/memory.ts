/**
 * Not the product's here: the table and its port, because they know no remedy but the product's. The healing memory of one
 * run in a map: what a result adds, what taking it back adds and how sums fade are the core's functions; the switches leave
 * one part of it out.
 */
import { LANDMARK } from '../../core/memory/decay.ts';
import { PLAIN } from '../../core/memory/context.ts';
import {
  NO_EXPERIENCE,
  aboutKey,
  added,
  experienceOf,
  experiencesAt,
  reversalOf,
  type ExperienceSums,
} from '../../core/memory/experience.ts';
import type { AttemptResult, Experience } from '../../core/memory/results.ts';
import { clockTime } from '../engine/clock-time.ts';
import { contextSeen } from './guards.ts';
import type { Result } from './policy.ts';

export interface MemoryParts {
  /** Whether services learn from each other. */
  readonly pooling: boolean;
  /** Whether old results fade. */
  readonly decay: boolean;
  /** Whether results are remembered apart by what is seen beside the alarm. */
  readonly contexts: boolean;
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

function keyOf({ contexts }: MemoryParts, scope: string, { signs, remedy }: About): string {
  return [signs.symptom, contexts ? contextSeen(signs) : PLAIN, scope, remedy].join(' ');
}

/** Sums carry no name, so any of production's remedies will do for two that production does not have. */
const ANY_REMEDY = 'replaceTasks';
const ANY_KEY = aboutKey({ context: PLAIN, remedy: ANY_REMEDY });

function experienceWith(
  scopes: Readonly<Record<'all' | 'here', ExperienceSums | undefined>>,
  now: number,
): Experience | undefined {
  const { all, here } = scopes;
  return experiencesAt({ all: asMap(all), here: asMap(here) }, now)[0];
}

function asMap(sums: ExperienceSums | undefined): ReadonlyMap<string, ExperienceSums> {
  return new Map(sums === undefined ? [] : [[ANY_KEY, sums]]);
}

function asResult({ attempt, service, signs, status, harmful, minutes }: Result, at: number): AttemptResult {
  return {
    incidentId: attempt,
    attempt: 1,
    failureType: signs.symptom,
    service: service.name,
    context: PLAIN,
    remedy: ANY_REMEDY,
    status,
    harmful,
    ...(status === 'succeeded' && { minutes }),
    at,
  };
}
