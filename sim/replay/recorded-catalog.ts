/**
 * The service and the runbook of a recorded decision, as the catalog had them: only what a decision reads. A runbook that
 * people write has a schema of its own; this is what became of one.
 */
import * as z from 'zod';
import { addMistake } from '../../core/runbook/problem.ts';
import { ACTION_KINDS, METRIC_NAMES, REMEDY_CLASSES, REMEDY_KINDS, TIERS } from '../../core/vocabulary.ts';
import { count } from './recorded-words.ts';

const toggle = z.looseObject({
  name: z.string(),
  parameter: z.string(),
  on: z.string(),
  off: z.string(),
  helps: z.array(z.string()),
  losesFeature: z.string(),
  shedsLoad: z.boolean().optional(),
});

const timeZone = z.string().refine(isTimeZone, { error: ({ input }) => `there is no time zone ${String(input)}` });

const overrides = z.looseObject({
  thresholds: z.record(z.string(), z.number()),
  breaching: z.record(z.string(), z.looseObject({ breaching: count, outOf: count })).optional(),
  missingData: z.record(z.string(), z.string()).optional(),
  anomaly: z.record(z.string(), z.number()).optional(),
  off: z.array(z.string()).optional(),
});

export const recordedService = z.looseObject({
  name: z.string(),
  cluster: z.string(),
  ecsService: z.string(),
  tier: z.enum(TIERS),
  group: z.string(),
  dependencies: z.array(z.string()),
  toggles: z.array(toggle),
  targetGroup: z.looseObject({ targetGroupDimension: z.string(), loadBalancerDimension: z.string() }).optional(),
  taskFamily: z.string().optional(),
  periodSeconds: z.number().positive(),
  taskMetrics: z.boolean(),
  taskCounts: z.boolean().optional(),
  maxTasks: count.optional(),
  replaceProtectedTasks: z.literal(true).optional(),
  peakHours: z
    .looseObject({ from: z.string(), to: z.string(), timeZone, days: z.array(z.string()).optional() })
    .optional(),
  changeCalendars: z.array(z.string()).optional(),
  slo: z.looseObject({ availability: z.number(), days: z.number() }).optional(),
  approval: z.array(z.enum(ACTION_KINDS)).optional(),
  runbooks: z.record(z.string(), overrides),
});

const step = z.looseObject({
  remedy: z.enum(REMEDY_KINDS),
  class: z.enum(REMEDY_CLASSES),
  expectedMinutes: count,
  undo: z.enum(['restore', 'none']),
  priorSuccess: z.number().min(0).max(1).optional(),
  expiresMinutes: count.optional(),
});

export const recordedRunbook = z.looseObject({
  failureType: z.string(),
  remedies: z.array(step).min(1).superRefine(eachOnce),
  verification: z.looseObject({
    conditions: z.array(z.looseObject({ metric: z.enum(METRIC_NAMES) })),
    guards: z.array(z.looseObject({ metric: z.enum(METRIC_NAMES) })),
    goodPeriods: count,
    warmUpPeriods: count,
    timeoutPeriods: count,
  }),
});

/** As a runbook lists them: the second of two would never be tried, and its place would change what is believed of others. */
function eachOnce(steps: readonly { readonly remedy: string }[], context: z.RefinementCtx): void {
  const names = steps.map(({ remedy }) => remedy);
  names.forEach((name, index) => {
    if (names.indexOf(name) === index) return;
    addMistake(context, { problem: `${name} is listed twice`, fix: 'keep the first' }, [index, 'remedy']);
  });
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
