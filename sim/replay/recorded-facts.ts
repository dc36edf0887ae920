/**
 * A recorded decision as it must be to be made again: the facts by their own schema, and what no schema of theirs says. Facts
 * that cannot be true would make a decision that no healer ever made.
 */
import * as z from 'zod';
import type { Runbook } from '../../core/catalog/runbook.ts';
import { Facts } from '../../core/facts/facts.ts';
import { Decision } from '../../core/incident/incident.ts';
import type { Experience } from '../../core/memory/results.ts';
import { TRAITS } from '../../core/remedies/registry.ts';
import { addMistake } from '../../core/runbook/problem.ts';
import { fieldsOf, problemOf } from '../../core/shape.ts';

/** Names of all facts that a decision is made on. */
export const FACT_NAMES = Object.keys(fieldsOf(Facts)) as readonly (keyof Facts)[];

const facts = z.looseObject(fieldsOf(Facts)).superRefine((value, context) => {
  const { incident, service, runbook, experience } = value as unknown as Facts;
  plansOfRemedies(incident, context);
  timeZoneExists(service.peakHours?.timeZone, context);
  listedOnce(runbook, context);
  const remembered = experience.kind === 'known' ? experience.value : [];
  remembered.forEach((one, index) => possible(one, index, context));
  rememberedOnce(remembered, context);
});

/** One line of a recording. */
export const recordedLine = z.looseObject({ facts, decision: z.optional(Decision) });

type Path = readonly (string | number)[];

/** The journal's schema leaves plans to the remedies. */
function plansOfRemedies({ attempts }: Facts['incident'], context: z.RefinementCtx): void {
  for (const [index, { journal }] of attempts.entries()) {
    const why = problemOf(TRAITS[journal.plan.kind].plan, journal.plan);
    if (why === undefined) continue;
    addMistake(context, { problem: `is no plan of ${journal.plan.kind} (${why})` }, ['incident', 'attempts', index]);
  }
}

function timeZoneExists(timeZone: string | undefined, context: z.RefinementCtx): void {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    addMistake(context, { problem: `there is no time zone ${timeZone}` }, ['service', 'peakHours', 'timeZone']);
  }
}

/** The second of two would never be tried, and its place would change what is believed of others. */
function listedOnce({ remedies }: Runbook, context: z.RefinementCtx): void {
  const names = remedies.map(({ remedy }) => remedy);
  for (const index of repeated(names)) {
    const mistake = { problem: `${names[index]} is listed twice`, fix: 'keep the first' };
    addMistake(context, mistake, ['runbook', 'remedies', index, 'remedy']);
  }
}

/** Of two entries for one remedy in one context it is unknown which was believed. */
function rememberedOnce(entries: readonly Experience[], context: z.RefinementCtx): void {
  const names = entries.map((entry) => `${entry.remedy} in the context ${entry.context}`);
  for (const index of repeated(names)) {
    const fix = 'keep one entry for each remedy in each context';
    addMistake(context, { problem: `${names[index]} is there twice`, fix }, [...EXPERIENCE, index, 'remedy']);
  }
}

function repeated(names: readonly string[]): readonly number[] {
  return names.flatMap((name, index) => (names.indexOf(name) === index ? [] : [index]));
}

const EXPERIENCE: Path = ['experience', 'value'];

/** A part is not more than its whole, and plain counts are whole. */
function possible({ all, here, countHere, harms }: Experience, index: number, context: z.RefinementCtx): void {
  const path = [...EXPERIENCE, index];
  atMost(context, { path: [...path, 'all', 'successes'], value: all.successes, most: all.attempts });
  atMost(context, { path: [...path, 'here', 'successes'], value: here.successes, most: here.attempts });
  atMost(context, { path: [...path, 'countHere', 'successes'], value: countHere.successes, most: countHere.attempts });
  atMost(context, { path: [...path, 'harms'], value: harms, most: all.attempts });
  for (const [name, value] of Object.entries(countHere)) {
    if (Number.isInteger(value)) continue;
    const fix = 'write a whole number, 0 or more';
    addMistake(context, { problem: `${value} is not a whole number`, fix }, [...path, 'countHere', name]);
  }
}

/** Sums of the same weights added in another order may differ in the last digits. */
const ROUNDING = 1e-6;

interface Part {
  readonly path: Path;
  readonly value: number;
  /** All attempts. */
  readonly most: number;
}

function atMost(context: z.RefinementCtx, { path, value, most }: Part): void {
  if (value <= most * (1 + ROUNDING) + ROUNDING) return;
  const problem = `${value} is more than the ${most} attempts`;
  addMistake(context, { problem, fix: `write a number from 0 to ${most}` }, path);
}
