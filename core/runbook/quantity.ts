/**
 * Values as people write them, with a unit: `90 %`, `1500 ms`, `10 minutes`, `2 of 3`, `3 per 60 minutes`. A number
 * alone is refused, because a limit of 5 means nothing without its unit.
 */
import * as z from 'zod';
import { metricNamed, type MetricName } from '../vocabulary.ts';
import { addMistake, type Path } from './problem.ts';

export type Read<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'invalid'; readonly problem: string; readonly fix?: string };

const QUANTITY = /^(-?\d+(?:\.\d+)?)\s*(\S+)?$/;
const DURATION_UNITS: Readonly<Record<string, number>> = { minute: 1, minutes: 1, hour: 60, hours: 60 };
/** No window or expiry of a runbook makes sense beyond a week. */
const DURATION_MINUTES_MAX = 7 * 24 * 60;
/** CloudWatch covers at most a day; a window of so many minutes is no longer detection. */
const OUT_OF_MAX = 60;

/** A value of a metric in its own unit. */
export function readMetricValue(metric: MetricName, raw: unknown): Read<number> {
  const { unit, most } = metricNamed(metric);
  const match = QUANTITY.exec(String(raw).trim());
  const example = `write it as "${match?.[1] ?? '90'} ${unit}"`;
  if (match === null)
    return { kind: 'invalid', problem: `${JSON.stringify(raw)} is not a number with a unit`, fix: example };
  if (match[2] === undefined)
    return { kind: 'invalid', problem: `${String(raw)} has no unit, ${metric} is in ${unit}`, fix: example };
  if (match[2] !== unit) {
    const problem = `wrong unit "${match[2]}", ${metric} is in ${unit}`;
    return { kind: 'invalid', problem, fix: converted(Number(match[1]), match[2], unit) };
  }
  return inRange(metric, Number(match[1]), most);
}

/** Units people write for times, in milliseconds. */
const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, sec: 1_000, seconds: 1_000, min: 60_000 };

/** The value in the right unit, if it can be converted; else only the unit to write. */
function converted(value: number, from: string, unit: string): string {
  const factor = unit === 'ms' ? MILLISECONDS[from] : undefined;
  return factor === undefined ? `write a value in ${unit}` : `write it as "${value * factor} ${unit}"`;
}

/** Checks that the metric can have this value. */
export function inRange(metric: MetricName, value: number, most = metricNamed(metric).most): Read<number> {
  if (Number.isFinite(value) && value >= 0 && value <= most) return { kind: 'ok', value };
  return { kind: 'invalid', problem: `${metric} cannot be ${value}`, fix: `write a value from 0 to ${most}` };
}

/** Minutes of `10 minutes`, `1 hour`. */
export function readMinutes(raw: unknown): Read<number> {
  const match = QUANTITY.exec(String(raw).trim());
  const wanted = 'write minutes or hours, such as "10 minutes"';
  if (match === null) return { kind: 'invalid', problem: `${JSON.stringify(raw)} is not a duration`, fix: wanted };
  if (match[2] === undefined) return { kind: 'invalid', problem: `${String(raw)} has no unit`, fix: wanted };
  const factor = DURATION_UNITS[match[2]];
  if (factor === undefined) return { kind: 'invalid', problem: `wrong unit "${match[2]}"`, fix: wanted };
  const value = Number(match[1]) * factor;
  if (value > 0 && value <= DURATION_MINUTES_MAX) return { kind: 'ok', value };
  return {
    kind: 'invalid',
    problem: `${String(raw)} is not possible`,
    fix: 'write more than 0 minutes and at most 168 hours',
  };
}

/** `2 of 3` periods. */
export function readBreaching(raw: unknown): Read<{ readonly breaching: number; readonly outOf: number }> {
  const match = /^(\d+) of (\d+)$/.exec(String(raw).trim());
  const wanted = 'write bad periods of all periods, such as "2 of 3"';
  if (match === null)
    return {
      kind: 'invalid',
      problem: `${JSON.stringify(raw)} does not say how many of how many periods`,
      fix: wanted,
    };
  const [breaching, outOf] = [Number(match[1]), Number(match[2])];
  if (breaching < 1) return { kind: 'invalid', problem: 'no bad period would already be an alarm', fix: wanted };
  if (breaching > outOf) {
    return { kind: 'invalid', problem: `${breaching} bad periods of ${outOf} can never be`, fix: wanted };
  }
  if (outOf > OUT_OF_MAX) {
    return {
      kind: 'invalid',
      problem: `${outOf} periods are too long to wait`,
      fix: `write at most ${OUT_OF_MAX} periods`,
    };
  }
  return { kind: 'ok', value: { breaching, outOf } };
}

/** `3 per 60 minutes`. */
export function readLimit(raw: unknown): Read<{ readonly attemptsMax: number; readonly windowMinutes: number }> {
  const match = /^(\d+) per (.+)$/.exec(String(raw).trim());
  const wanted = 'write attempts per window, such as "3 per 60 minutes"';
  if (match === null) return { kind: 'invalid', problem: `${JSON.stringify(raw)} is not a limit`, fix: wanted };
  const window = readMinutes(match[2]);
  if (window.kind === 'invalid') return window;
  return { kind: 'ok', value: { attemptsMax: Number(match[1]), windowMinutes: window.value } };
}

/** A chance of `60 %` as 0.6. */
export function readChance(raw: unknown): Read<number> {
  const match = QUANTITY.exec(String(raw).trim());
  const wanted = 'write a chance such as "60 %"';
  if (match?.[2] !== '%') return { kind: 'invalid', problem: `${JSON.stringify(raw)} is not a chance`, fix: wanted };
  const value = Number(match[1]) / 100;
  // No experience could change a belief of 0 % or 100 %.
  if (value >= 0.01 && value <= 0.99) return { kind: 'ok', value };
  return { kind: 'invalid', problem: `a chance of ${match[1]} % could never be learnt away`, fix: 'write 1 % to 99 %' };
}

/** The same inside a schema: its mistake is added to the context, at `path`, and it is undefined. */
export function metricValueIn(
  context: z.RefinementCtx,
  metric: MetricName,
  raw: unknown,
  path: Path,
): number | undefined {
  const read = readMetricValue(metric, raw);
  if (read.kind === 'ok') return read.value;
  addMistake(context, read, path);
  return undefined;
}

/** Requests per period of `20 requests`. */
export function readRequests(raw: unknown): Read<number> {
  return readMetricValue('requestCount', raw);
}

/** A zod schema of a value with a unit: text, read by `read`. Numbers are accepted only to report the missing unit. */
export function written<T>(read: (raw: unknown) => Read<T>) {
  return z.union([z.string(), z.number()]).transform((raw, context) => {
    const result = read(raw);
    if (result.kind === 'ok') return result.value;
    addMistake(context, result);
    return z.NEVER;
  });
}
