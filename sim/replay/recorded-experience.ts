/**
 * What was remembered when a decision was made. Sums that cannot be true are refused: a belief made of them would be one
 * that no healer ever had, and the decision with it.
 */
import * as z from 'zod';
import { addMistake } from '../../core/runbook/problem.ts';
import { REMEDY_KINDS } from '../../core/vocabulary.ts';
import { count } from './recorded-words.ts';

/** Sums of the same weights added in another order may differ in the last digits. */
const ROUNDING = 1e-6;

const tried = z.looseObject({ successes: count, attempts: count }).superRefine(({ successes, attempts }, context) => {
  atMost(context, { path: ['successes'], value: successes, most: attempts });
});

/** Plain counts: nobody tries a thing half a time. */
const counted = tried.superRefine((counts, context) => {
  for (const path of ['successes', 'attempts'] as const) {
    if (Number.isInteger(counts[path])) continue;
    const fix = 'write a whole number, 0 or more';
    addMistake(context, { problem: `${counts[path]} is not a whole number`, fix }, [path]);
  }
});

const experience = z
  .looseObject({
    context: z.string(),
    remedy: z.enum(REMEDY_KINDS),
    all: tried,
    here: tried,
    harms: count,
    countHere: counted,
    executionErrors: count.optional(),
    meanMinutes: count.optional(),
  })
  .superRefine(({ all, harms }, context) => {
    atMost(context, { path: ['harms'], value: harms, most: all.attempts });
  });

/** One entry for each remedy in each context: of two, nobody knows which was believed. */
export const recordedExperience = z.array(experience).superRefine((entries, context) => {
  const keys = entries.map((entry) => `${entry.remedy} in the context ${entry.context}`);
  keys.forEach((key, index) => {
    if (keys.indexOf(key) === index) return;
    const fix = 'keep one entry for each remedy in each context';
    addMistake(context, { problem: `${key} is there twice`, fix }, [index, 'remedy']);
  });
});

interface Part {
  readonly path: readonly string[];
  readonly value: number;
  /** All attempts. */
  readonly most: number;
}

/** A part is not more than its whole. */
function atMost(context: z.RefinementCtx, { path, value, most }: Part): void {
  if (value <= most * (1 + ROUNDING) + ROUNDING) return;
  const problem = `${value} is more than the ${most} attempts`;
  addMistake(context, { problem, fix: `write a number from 0 to ${most}` }, path);
}
