/**
 * Pieces that the schemas of a recording share: times, shares, and what may not have been readable. Everything that is
 * recorded may hold more than is asked for here, because a later version may record more.
 */
import * as z from 'zod';

/** The last moment a date can name, ms since the epoch (ECMA-262, "Time Values and Time Range"). */
const TIME_MAX = 8.64e15;

export const time = z.number().min(0).max(TIME_MAX).describe('milliseconds since 1970');
export const count = z.number().min(0);

/** A fact that was read, or the reason why it was not. */
export function knownOf(value: z.ZodType) {
  return z.discriminatedUnion('kind', [
    z.looseObject({ kind: z.literal('known'), value }),
    z.looseObject({ kind: z.literal('unknown'), why: z.string() }),
  ]);
}

export const hold = z.looseObject({ reason: z.string(), detail: z.string() });

/** What an SSM parameter said. */
export const parameter = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('value'), value: z.string(), changedAt: time.optional() }),
  z.looseObject({ kind: z.literal('absent') }),
  z.looseObject({ kind: z.literal('unreadable'), why: z.string() }),
]);
