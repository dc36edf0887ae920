/**
 * Experience as stored: sums that only grow, one set per remedy for all services and one per service. This file says
 * how a result adds to them and how they read later, so that every store adds and reads alike.
 */
import type { AttemptResult, Experience } from './results.ts';
import { ACTION_KINDS } from '../vocabulary.ts';
import { decayAt, weightAt, weighted } from './decay.ts';

/** Sums of one remedy in one scope; they grow by addition only. */
export interface ExperienceSums {
  /** Forward-decayed weights of the successes and of all attempts. */
  readonly successWeight: number;
  readonly attemptWeight: number;
  /** Plain counts of the same. */
  readonly successes: number;
  readonly attempts: number;
  /** Forward-decayed minutes of the successes that have a duration, and the weights of those. */
  readonly minutesSum: number;
  readonly minutesWeight: number;
  /** Attempts that made things worse: plain count, and forward-decayed weights. */
  readonly harmful: number;
  readonly harmWeight: number;
  /** Attempts that could not be carried out; they say nothing about the remedy. */
  readonly executionErrors: number;
}

export const NO_EXPERIENCE: ExperienceSums = {
  successWeight: 0,
  attemptWeight: 0,
  successes: 0,
  attempts: 0,
  minutesSum: 0,
  minutesWeight: 0,
  harmful: 0,
  harmWeight: 0,
  executionErrors: 0,
};

/** What a result adds to the sums; undefined for a censored one, unless the remedy could not be carried out. */
export function experienceOf(result: AttemptResult): ExperienceSums | undefined {
  if (result.status === 'censored') {
    return result.executionError === true ? { ...NO_EXPERIENCE, executionErrors: 1 } : undefined;
  }
  const weight = weightAt(result.at);
  const success = result.status === 'succeeded';
  const timed = success && result.minutes !== undefined;
  return {
    successWeight: success ? weight : 0,
    attemptWeight: weight,
    successes: success ? 1 : 0,
    attempts: 1,
    minutesSum: timed ? weighted(weight, result.minutes) : 0,
    minutesWeight: timed ? weight : 0,
    harmful: result.harmful ? 1 : 0,
    harmWeight: result.harmful ? weight : 0,
    executionErrors: 0,
  };
}

/** What taking a success back adds to the sums: it stays an attempt, and nothing else. Exact, digit for digit. */
export function reversalOf(credit: AttemptResult): ExperienceSums {
  const { successWeight, successes, minutesSum, minutesWeight } = experienceOf(credit) ?? NO_EXPERIENCE;
  return {
    ...NO_EXPERIENCE,
    successWeight: -successWeight,
    successes: -successes,
    minutesSum: -minutesSum,
    minutesWeight: -minutesWeight,
  };
}

/** The sum of two; in any order, so that results may arrive in any. */
export function added(a: ExperienceSums, b: ExperienceSums): ExperienceSums {
  const names = Object.keys(NO_EXPERIENCE) as (keyof ExperienceSums)[];
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as unknown as ExperienceSums;
}

/**
 * The stored sums if they can be true at `now`; else undefined, so that damage is ignored: one wrong duration could
 * make a remedy look hopeless for ever.
 */
export function soundSums(stored: Readonly<Record<string, unknown>>, now: number): ExperienceSums | undefined {
  const names = Object.keys(NO_EXPERIENCE) as (keyof ExperienceSums)[];
  const sums = { ...NO_EXPERIENCE } as Record<keyof ExperienceSums, number>;
  for (const name of names) {
    const value = stored[name] ?? 0;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < -NOTHING) return undefined;
    sums[name] = Math.max(0, value);
  }
  return countsAgree(sums) && weightsAgree(sums, now) ? sums : undefined;
}

function countsAgree({ attempts, successes, harmful, executionErrors }: ExperienceSums): boolean {
  const whole = [attempts, successes, harmful, executionErrors].every((count) => Number.isInteger(count));
  return whole && Math.max(successes, harmful) <= attempts;
}

/** A weight needs a count, and no result is from the future. */
function weightsAgree(sums: ExperienceSums, now: number): boolean {
  const { attemptWeight, successWeight, harmWeight, minutesWeight, minutesSum } = sums;
  const within = (part: number, whole: number): boolean => part <= whole * ROUNDING + NOTHING;
  const heaviest = weightAt(now + AHEAD_MS);
  return (
    within(attemptWeight, sums.attempts * heaviest) &&
    within(successWeight, Math.min(attemptWeight, sums.successes * heaviest)) &&
    within(harmWeight, Math.min(attemptWeight, sums.harmful * heaviest)) &&
    within(minutesWeight, successWeight) &&
    within(minutesSum, minutesWeight * MINUTES_MAX)
  );
}

/** No heal takes longer, so a longer one is damage. */
const MINUTES_MAX = 7 * 24 * 60;
/** How far the clock of a recording Lambda may have been ahead. */
const AHEAD_MS = 24 * 3_600_000;

/** Rounding that is left of a sum when all of it was taken back. */
const NOTHING = 1e-6;
/** Sums of the same weights in another order may differ in the last digits. */
const ROUNDING = 1 + 1e-6;

/** One remedy in one context, spelt as one key, so that every store finds its sums. */
export type About = Pick<AttemptResult, 'context' | 'remedy'>;

export function aboutKey({ context, remedy }: About): string {
  return `${context}#${remedy}`;
}

/** Sums by `aboutKey`; undefined for damaged ones. */
export type StoredSums = ReadonlyMap<string, ExperienceSums | undefined>;

/** One entry for each context and remedy with any experience, decayed to `now`. */
export function experiencesAt(
  { all, here }: { readonly all: StoredSums; readonly here: StoredSums },
  now: number,
): readonly Experience[] {
  const read = decayAt(now);
  return [...new Set([...all.keys(), ...here.keys()])].flatMap((key) => {
    const [context = '', name] = key.split('#');
    const remedy = ACTION_KINDS.find((kind) => kind === name);
    // A remedy that no longer exists.
    if (remedy === undefined) return [];
    const sums = { all: all.get(key) ?? NO_EXPERIENCE, here: here.get(key) ?? NO_EXPERIENCE };
    const damaged = [all, here].filter((scope) => scope.has(key) && scope.get(key) === undefined).length;
    return [{ ...experience({ context, remedy }, sums, read), ...(damaged > 0 && { damaged }) }];
  });
}

function experience(
  about: About,
  { all, here }: { readonly all: ExperienceSums; readonly here: ExperienceSums },
  decayed: (sum: number) => number,
): Experience {
  return {
    ...about,
    all: { successes: decayed(all.successWeight), attempts: decayed(all.attemptWeight) },
    here: { successes: decayed(here.successWeight), attempts: decayed(here.attemptWeight) },
    harms: decayed(all.harmWeight),
    countHere: { successes: here.successes, attempts: here.attempts },
    ...(all.executionErrors > 0 && { executionErrors: all.executionErrors }),
    // Numerator and denominator fade alike, so the mean needs no decay.
    ...(all.minutesWeight > 0 && { meanMinutes: all.minutesSum / all.minutesWeight }),
  };
}
