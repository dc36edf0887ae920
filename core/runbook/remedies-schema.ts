/**
 * The remedies of a runbook, in the order a person would try them. The last one is always page: a runbook that does not
 * end with a person would end in silence. Each step has its cost, its undo, and its reason.
 */
import * as z from 'zod';
import type { RemedyStep } from '../catalog/runbook.ts';
import { TRAITS } from '../remedies/registry.ts';
import { ACTION_KINDS, REMEDY_CLASSES, type ActionKind } from '../vocabulary.ts';
import { addMistake } from './problem.ts';
import { readChance, readMinutes, written } from './quantity.ts';

/** A feature that stays off for longer than a day is a product decision, not a remedy. */
const EXPIRY_MINUTES_MAX = 24 * 60;
/** Minutes after which the incident's own time is over. */
const EXPECTED_MINUTES_MAX = 25;
/** Asking a person is one message. */
const PAGE_MINUTES = 1;

const why = z.string().trim().min(1).max(300).describe('one sentence: why it is tried, and why here');

const common = {
  class: z.enum(REMEDY_CLASSES).describe('safe when all capacity stays, disruptive when it may not'),
  takes: minutesUpTo(EXPECTED_MINUTES_MAX, 'longer than an incident may last').meta({
    description: 'how long it takes when it goes well, such as "2 minutes"',
    examples: ['2 minutes'],
  }),
  chance: written(readChance)
    .optional()
    .meta({ description: 'chance of success before any experience; by position when left out', examples: ['60 %'] }),
  why,
};

const undo = z.enum(['restore', 'none']).describe('restore to undo it when it did not help, else none');

/** A remedy that acts. It expires, and must be undone, where its traits say so. */
const action = (remedy: ActionKind) => {
  const { expires, alwaysUndone } = TRAITS[remedy];
  const restore = z.literal('restore').describe(`restore: ${alwaysUndone}`);
  const undone = alwaysUndone === undefined ? undo : restore;
  const plain = z.strictObject({ remedy: z.literal(remedy), ...common, undo: undone });
  if (expires === undefined) return plain;
  const { example, description, tooLong } = expires;
  return plain.extend({
    expires: minutesUpTo(EXPIRY_MINUTES_MAX, `too long: ${tooLong}`).meta({ description, examples: [example] }),
  });
};

const [firstAction, ...otherActions] = ACTION_KINDS;

const remedySchema = z
  .discriminatedUnion('remedy', [
    action(firstAction),
    ...otherActions.map(action),
    z.strictObject({ remedy: z.literal('page'), why }),
  ])
  .transform((raw): RemedyStep => {
    if (raw.remedy === 'page') {
      return { remedy: 'page', class: 'safe', expectedMinutes: PAGE_MINUTES, undo: 'none', why: raw.why };
    }
    return {
      remedy: raw.remedy,
      class: raw.class,
      expectedMinutes: raw.takes,
      undo: raw.undo,
      ...(raw.chance === undefined ? {} : { priorSuccess: raw.chance }),
      ...('expires' in raw && typeof raw.expires === 'number' ? { expiresMinutes: raw.expires } : {}),
      why: raw.why,
    };
  });

function minutesUpTo(most: number, problem: string) {
  return written((raw) => {
    const read = readMinutes(raw);
    if (read.kind === 'invalid' || read.value <= most) return read;
    const fix = `write at most ${most % 60 === 0 ? `${most / 60} hours` : `${most} minutes`}`;
    return { kind: 'invalid', problem: `${String(raw)} is ${problem}`, fix };
  });
}

export const remediesSchema = z.array(remedySchema).min(1).superRefine(checkOrder);

function checkOrder(steps: readonly RemedyStep[], context: z.RefinementCtx): void {
  steps.forEach(({ remedy }, index) => {
    const first = steps.findIndex((other) => other.remedy === remedy);
    if (first < index) {
      addMistake(context, { problem: `${remedy} is listed twice`, fix: 'keep the first' }, [index, 'remedy']);
    } else if (remedy === 'page' && index < steps.length - 1) {
      const fix = 'move it to the end: remedies after it are never tried';
      addMistake(context, { problem: 'page is not the last remedy', fix }, [index, 'remedy']);
    }
  });
  if (!steps.some(({ remedy }) => remedy === 'page')) {
    const fix = 'add remedy: page at the end, so that a person is told when no remedy helps';
    addMistake(context, { problem: 'does not end with page', fix });
  }
}
