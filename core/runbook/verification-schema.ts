/**
 * Verification: which readings, over how many periods, count as recovered. Everything is counted in periods of the
 * service, so that one runbook serves alarms of ten seconds and of five minutes.
 */
import * as z from 'zod';
import type { GuardRule, VerificationPlan } from '../catalog/runbook.ts';
import { addMistake } from './problem.ts';
import { metricValueIn, readRequests, written } from './quantity.ts';
import { limitText, metricName, readComparison } from './watch-schema.ts';

/** Two hours with the default period: a person was asked long before. */
const TIMEOUT_PERIODS_MAX = 120;

/** People write what is well (`below: 5 %`); the catalog stores the limit that must not be crossed (`above 5`). */
const condition = z
  .strictObject({ metric: metricName, above: limitText.optional(), below: limitText.optional() })
  .transform((raw, context): VerificationPlan['conditions'][number] => {
    const limit = readComparison(raw.metric, raw, context);
    if (limit === undefined) return z.NEVER;
    const comparison = limit.comparison === 'below' ? 'above' : 'below';
    return { metric: raw.metric, comparison, threshold: limit.threshold };
  });

const guard = z
  .strictObject({
    metric: metricName,
    ratioMax: z
      .number()
      .min(1)
      .max(10)
      .meta({ description: 'not more than this times the value before the incident', examples: [1.5] }),
    floor: limitText.meta({ description: 'with its unit: below this it is always well', examples: ['1 %'] }),
  })
  .transform((raw, context): GuardRule => {
    const floor = metricValueIn(context, raw.metric, raw.floor, ['floor']);
    return floor === undefined ? z.NEVER : { metric: raw.metric, ratioMax: raw.ratioMax, floor };
  });

const shape = z.strictObject({
  conditions: z.array(condition).max(10).default([]).describe('what must hold besides the alarm that started it'),
  guards: z.array(guard).max(10).default([]).describe('what must not have become worse'),
  goodPeriods: z.int().min(1).max(60).default(3).describe('consecutive good periods that count as recovered'),
  warmUpPeriods: z.int().min(0).max(60).default(1).describe('periods after the remedy that are not judged'),
  timeoutPeriods: z
    .int()
    .min(1)
    .max(TIMEOUT_PERIODS_MAX)
    .describe('periods after the remedy until it counts as failed'),
  trafficMin: written(readRequests)
    .default(0)
    .meta({
      description:
        'requests per period below which silence is not health, such as "20 requests"; only counted behind a load balancer',
      examples: ['20 requests'],
    }),
  worseRatio: z
    .number()
    .min(1.1)
    .max(10)
    .default(1.5)
    .describe(
      'two readings above this times the value before the remedy, or times the limit of a guard, count as worse',
    ),
});

export const verificationSchema = shape.superRefine(checkWindows) satisfies z.ZodType<VerificationPlan>;

function checkWindows(plan: z.output<typeof shape>, context: z.RefinementCtx): void {
  const needed = plan.warmUpPeriods + plan.goodPeriods;
  if (plan.timeoutPeriods < needed) {
    const problem = `${plan.timeoutPeriods} periods are too short: warm-up (${plan.warmUpPeriods}) and good periods (${plan.goodPeriods}) need ${needed}`;
    const fix = `write at least ${needed}, better ${needed + 4}`;
    addMistake(context, { problem, fix }, ['timeoutPeriods']);
  }
  for (const list of ['conditions', 'guards'] as const) {
    plan[list].forEach(({ metric }, index) => {
      if (plan[list].findIndex((other) => other.metric === metric) === index) return;
      addMistake(context, { problem: `${metric} is listed twice`, fix: 'keep one' }, [list, index, 'metric']);
    });
  }
}
