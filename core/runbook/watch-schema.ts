/**
 * A watch: the metric of an alarm, its limit with the metric's unit, and when the alarm fires. Exactly one of above and
 * below; with a forecast, above.
 */
import * as z from 'zod';
import type { Forecast, Watch } from '../catalog/runbook.ts';
import { METRIC_NAMES, metricNamed, type MetricName } from '../vocabulary.ts';
import { addMistake } from './problem.ts';
import { metricValueIn, readBreaching, readMinutes, written } from './quantity.ts';

const WATCH_ID_LENGTH_MAX = 30;

/** What a period without data may count as. */
export const MISSING_DATA = ['breaching', 'notBreaching', 'ignore', 'missing'] as const;

const watchId = z
  .string()
  .refine((text) => /^[a-z][a-z0-9-]*$/.test(text) && text.length <= WATCH_ID_LENGTH_MAX, {
    error: ({ input }) => `${JSON.stringify(input)} is not an id`,
    params: { allowed: [`a-z, 0-9 and -, at most ${WATCH_ID_LENGTH_MAX} characters`] },
  })
  .meta({ description: "a short name, last part of the alarm's name", examples: ['memory'] });

const units = METRIC_NAMES.map((metric) => `${metric} in ${metricNamed(metric).unit}`);

/** A limit as written in the file: parsed once its metric is known. */
export const limitText = z.union([z.string(), z.number()]).meta({
  description: `the limit with its unit: ${units.join(', ')}`,
  examples: ['90 %', '1500 ms'],
});

export const metricName = z.enum(METRIC_NAMES).describe('what is measured');

export interface Limit {
  readonly comparison: 'above' | 'below';
  readonly threshold: number;
}

/** Reads `above` or `below` of a metric; adds mistakes to the context. */
export function readComparison(
  metric: MetricName,
  raw: { readonly above?: string | number | undefined; readonly below?: string | number | undefined },
  context: z.RefinementCtx,
): Limit | undefined {
  if ((raw.above === undefined) === (raw.below === undefined)) {
    const problem = raw.above === undefined ? 'has no limit' : 'has both above and below';
    const fix = `write one of above and below, with its unit (${metricNamed(metric).unit})`;
    addMistake(context, { problem, fix });
    return undefined;
  }
  const comparison = raw.above === undefined ? 'below' : 'above';
  const threshold = metricValueIn(context, metric, raw[comparison], [comparison]);
  return threshold === undefined ? undefined : { comparison, threshold };
}

/** A shorter time makes a trend of noise; over a longer one anything may happen. */
const AHEAD_MINUTES = { least: 10, most: 180 };

const aheadMinutes = written((raw) => {
  const read = readMinutes(raw);
  const { least, most } = AHEAD_MINUTES;
  if (read.kind === 'invalid' || (read.value >= least && read.value <= most)) return read;
  return {
    kind: 'invalid',
    problem: `no forecast is possible for ${String(raw)} ahead`,
    fix: `write ${least} to ${most} minutes`,
  };
});

const forecast = z
  .strictObject({
    ahead: aheadMinutes.meta({ description: 'how far ahead to look', examples: ['1 hour'] }),
    floor: limitText.meta({ description: 'no forecast below this present value', examples: ['40 %'] }),
    riseMin: limitText.meta({ description: 'a rise within that time below this is no trend', examples: ['15 %'] }),
  })
  .describe('compare with the limit where the metric is heading; the alarm is an early warning');

/** Reads the forecast of a watch; adds mistakes to the context. */
function readForecast(
  metric: MetricName,
  raw: z.output<typeof forecast>,
  context: z.RefinementCtx,
): Forecast | undefined {
  const [floor, riseMin] = (['floor', 'riseMin'] as const).map((key) =>
    metricValueIn(context, metric, raw[key], ['forecast', key]),
  );
  return floor === undefined || riseMin === undefined ? undefined : { aheadMinutes: raw.ahead, floor, riseMin };
}

export const watchSchema = z
  .strictObject({
    id: watchId,
    metric: metricName,
    above: limitText.optional(),
    below: limitText.optional(),
    breaching: written(readBreaching).meta({
      description: 'alarm after how many bad periods of how many, such as "2 of 3"',
      examples: ['2 of 3'],
    }),
    missingData: z.enum(MISSING_DATA).describe('what a period without data counts as; say why in a comment'),
    forecast: forecast.optional(),
  })
  .transform((raw, context): Watch => {
    const limit = readComparison(raw.metric, raw, context);
    if (limit === undefined) return z.NEVER;
    const watch = { id: raw.id, metric: raw.metric, ...limit, ...raw.breaching, missingData: raw.missingData };
    if (raw.forecast === undefined) return watch;
    if (limit.comparison === 'below') {
      const fix = 'write above, or leave out forecast';
      addMistake(context, { problem: 'a forecast is of what rises', fix }, ['forecast']);
      return z.NEVER;
    }
    const ahead = readForecast(raw.metric, raw.forecast, context);
    return ahead === undefined ? z.NEVER : { ...watch, forecast: ahead };
  });
