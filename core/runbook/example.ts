/**
 * An example in a runbook: a situation in compact facts, and what a sensible person would do first. Examples run
 * against the decision itself, so that an edited runbook shows its effect at once. This file has only their schema; the
 * runner turns facts into the decision's input.
 */
import * as z from 'zod';
import { ACTION_KINDS, METRIC_NAMES, type MetricName, REMEDY_KINDS } from '../vocabulary.ts';
import { HOLD_REASONS } from '../holds/reasons.ts';
import { addMistake } from './problem.ts';
import { inRange } from './quantity.ts';

const MINUTES_MAX = 365 * 24 * 60;
/** More is a slip of the pen, or requests written for a ratio. */
const LOAD_TIMES_MAX = 1_000;

const metricFacts = Object.fromEntries(METRIC_NAMES.map((metric) => [metric, metricFact(metric).optional()])) as Record<
  MetricName,
  z.ZodOptional<ReturnType<typeof metricFact>>
>;

const history = z
  .string()
  .superRefine((text, context) => {
    const fix = 'write successes of attempts, such as "7 of 8"';
    if (counts(text) === undefined)
      addMistake(context, { problem: `${JSON.stringify(text)} is not a record of attempts`, fix });
  })
  .transform((text) => counts(text) ?? { successes: 0, attempts: 0 });

const facts = z.strictObject({
  signal: z.enum(['alarm', 'taskStopped', 'deploymentFailed', 'serviceAction', 'custom']).describe('what started it'),
  watch: z
    .string()
    .optional()
    .describe('the id of the watch whose alarm it is; the first of the runbook when left out'),
  ...metricFacts,
  tasks: z.int().min(0).max(5000).default(3).describe('tasks that should run'),
  sickTasks: z
    .union([z.int().min(0).max(5000), z.literal('unknown')])
    .default('unknown')
    .describe('tasks known to be sick, or unknown'),
  load: z
    .number()
    .min(0)
    .max(LOAD_TIMES_MAX)
    .optional()
    .describe('requests now, in times of the baseline; leave out without a count of requests'),
  targetGroup: z.boolean().default(true).describe('whether a load balancer is in front'),
  onsetMinutesAgo: minutes('minutes since the first sign of the failure').default(2),
  deployedMinutesAgo: minutes('minutes since the running version was deployed; leave out when it never was').optional(),
  deploymentInProgress: z.boolean().default(false).describe('whether a deployment is running'),
  schema: z
    .enum(['compatible', 'activate', 'unknown'])
    .default('unknown')
    .describe('what the running version says about its database schema'),
  previousBakedHours: z
    .number()
    .min(0)
    .max(MINUTES_MAX)
    .optional()
    .describe('hours the version before it ran well; leave out without one'),
  pinned: z.boolean().default(true).describe('whether the version before it names its images by digest'),
  toggles: z.array(z.string()).default([]).describe('toggles known to help against this failure'),
  alreadyTried: z.array(z.enum(ACTION_KINDS)).default([]).describe('remedies that did not help this time'),
  history: z
    .partialRecord(z.enum(ACTION_KINDS), history)
    .default({})
    .describe('earlier attempts at this failure, such as replaceTasks: 7 of 8'),
});

export const exampleSchema = z
  .strictObject({
    name: z.string().min(1).describe('the situation in a few words'),
    given: facts.describe('the facts of the situation'),
    expect: z
      .strictObject({
        choose: z.enum(REMEDY_KINDS).describe('the remedy a sensible person would try first'),
        not: z.array(z.enum(REMEDY_KINDS)).default([]).describe('remedies that would be a mistake'),
        refuses: z
          .partialRecord(z.enum(ACTION_KINDS), z.enum(HOLD_REASONS))
          .default({})
          .describe('remedies held back, each with the reason that must be among those given'),
      })
      .describe('the decision'),
  })
  .transform(({ name, given, expect }): Example => ({ name, given: factsOf(given), expect }));

/** The situation, with an ordinary value for every fact that was left out. */
export interface ExampleFacts {
  readonly signal: 'alarm' | 'taskStopped' | 'deploymentFailed' | 'serviceAction' | 'custom';
  /** Id of the alarm's watch; the runbook's first when absent. */
  readonly watch?: string | undefined;
  readonly metrics: Readonly<Partial<Record<MetricName, number>>>;
  readonly tasks: number;
  readonly sickTasks: number | 'unknown';
  /** Requests now, in times of the baseline; absent without a count. */
  readonly load?: number | undefined;
  readonly targetGroup: boolean;
  readonly onsetMinutesAgo: number;
  /** Absent when the service was never deployed within memory. */
  readonly deployedMinutesAgo?: number | undefined;
  readonly deploymentInProgress: boolean;
  readonly schema: 'compatible' | 'activate' | 'unknown';
  /** Absent when there is no earlier version. */
  readonly previousBakedHours?: number | undefined;
  readonly pinned: boolean;
  /** Toggles that help against this failure and are `on`. */
  readonly toggles: readonly string[];
  readonly alreadyTried: readonly (typeof ACTION_KINDS)[number][];
  readonly history: Readonly<
    Partial<Record<(typeof ACTION_KINDS)[number], { readonly successes: number; readonly attempts: number }>>
  >;
}

export interface Example {
  readonly name: string;
  readonly given: ExampleFacts;
  readonly expect: {
    readonly choose: (typeof REMEDY_KINDS)[number];
    readonly not: readonly (typeof REMEDY_KINDS)[number][];
    /** The hold that each remedy must have. */
    readonly refuses: Readonly<Partial<Record<(typeof ACTION_KINDS)[number], (typeof HOLD_REASONS)[number]>>>;
  };
}

function factsOf(given: z.output<typeof facts>): ExampleFacts {
  const isMetric = (name: string): boolean => METRIC_NAMES.some((metric) => metric === name);
  const parts = Object.entries(given).filter(([, value]) => value !== undefined);
  const others = Object.fromEntries(parts.filter(([name]) => !isMetric(name)));
  const metrics = Object.fromEntries(parts.filter(([name]) => isMetric(name)));
  return { ...(others as Omit<typeof given, MetricName>), metrics };
}

function metricFact(metric: MetricName) {
  return z
    .number()
    .superRefine((value, context) => {
      const read = inRange(metric, value);
      if (read.kind === 'invalid') addMistake(context, read);
    })
    .describe(`${metric} now`);
}

function minutes(description: string) {
  return z.number().min(0).max(MINUTES_MAX).describe(description);
}

function counts(text: string): { readonly successes: number; readonly attempts: number } | undefined {
  const match = /^(\d+) of (\d+)$/.exec(text.trim());
  const [successes, attempts] = [Number(match?.[1]), Number(match?.[2])];
  return match !== null && attempts > 0 && successes <= attempts ? { successes, attempts } : undefined;
}
