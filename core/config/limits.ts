/**
 * Limits in the configuration: other numbers than the defaults, within bounds that keep them limits. No limit can be
 * switched off. To stop healing, people set the override.
 */
import * as z from 'zod';

const share = z.number().min(0.01).max(1);
const whole = (least: number, most: number) => z.number().int().min(least).max(most);

/** Limits of one service; each may be left out. */
export const serviceLimitsSchema = z.strictObject({
  attemptsPerDay: whole(1, 24).optional().describe('attempts within a day; 6 by default'),
  gapMinutes: z
    .array(
      z
        .number()
        .min(0)
        .max(24 * 60),
    )
    .min(1)
    .max(10)
    .optional()
    .describe(
      'pause in minutes before the next incident is healed, after one heal, two, …; 2, 4, 8, 16, 30 by default',
    ),
  sameRemedyMax: whole(1, 10).optional().describe('uses of one remedy within sameRemedyHours; 2 by default'),
  sameRemedyHours: z.number().min(1).max(72).optional().describe('see sameRemedyMax; 6 by default'),
  flappingFailures: whole(2, 20)
    .optional()
    .describe('failures within about an hour from which the healer leaves it alone; 4 by default'),
});

/** Limits of all services together; each may be left out. */
export const accountLimitsSchema = z.strictObject({
  burst: whole(1, 20).optional().describe('attempts at once, of all services; 3 by default'),
  refillMinutes: z.number().min(1).max(120).optional().describe('minutes until one more; 5 by default'),
  concurrentShare: share.optional().describe('share of the services healed at the same time; 0.1 by default'),
  stormMembers: whole(2, 100).optional().describe('failing services from which it can be a storm; 3 by default'),
  softStormShare: share.optional().describe('share of the services that makes a storm; 0.2 by default'),
  hardStormShare: share.optional().describe('share from which the healer only sheds load; 0.4 by default'),
  massMembers: whole(3, 1_000).optional().describe('failures within a minute that make a hard storm; 15 by default'),
  sickMinutes: z
    .number()
    .min(1)
    .max(120)
    .optional()
    .describe('how long an unhealed service counts as failing; 10 by default'),
  calmMinutes: z.number().min(1).max(120).optional().describe('calm needed to end a storm; 10 by default'),
  commonCauseServices: whole(2, 100)
    .optional()
    .describe('services with the same failure from which one is healed to see whether it helps; 3 by default'),
  breakerFailures: whole(2, 20)
    .optional()
    .describe('attempts in a row, of several services, that stop the healer; 3 by default'),
  breakerOpenMinutes: z
    .number()
    .min(5)
    .max(24 * 60)
    .optional()
    .describe('how long it then stays stopped; 30 by default'),
});

/** The configured values only: the catalog holds no empty ones. */
export function given<Value extends object>(
  limits: Value | undefined,
): Partial<{ [Key in keyof Value]: NonNullable<Value[Key]> }> {
  const entries = Object.entries(limits ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<{ [Key in keyof Value]: NonNullable<Value[Key]> }>;
}
