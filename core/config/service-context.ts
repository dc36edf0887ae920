/**
 * The circumstances of a service's heals: its peak hours, its change calendars, and its objective. Their shape, and
 * rules for single values.
 */
import * as z from 'zod';
import type { ServiceEntry } from '../catalog/service.ts';
import { addMistake, type Finding } from '../runbook/problem.ts';
import { suggestion } from '../runbook/suggest.ts';
import { WEEKDAYS } from '../vocabulary.ts';
import { countsRequests, type BalancedSettings } from './target-groups.ts';

const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const CALENDAR_NAME = /^[A-Za-z0-9_.-]{3,128}$/;
const CALENDAR_ARN = /^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:document\/[A-Za-z0-9_.-]{3,128}$/;
/** More calendars are rarely all open. */
const CALENDARS_MAX = 10;
/** Percent. Below, every reading would be within the budget; 100 % has no budget. */
const AVAILABILITY = { least: 90, most: 99.999 };
/** CloudWatch keeps the readings of a budget for 63 days. */
const DAYS = { least: 1, usual: 30, most: 60 };

const timeOfDay = z.string().refine((text) => TIME_OF_DAY.test(text), {
  error: ({ input }) => `${JSON.stringify(input)} is not a time of day`,
  params: { fix: 'write hours and minutes from "00:00" to "23:59"' },
});

const timeZone = z.string().superRefine((text, context) => {
  if (isTimeZone(text)) return;
  const fix = suggestion(text, Intl.supportedValuesOf('timeZone')) ?? 'write one such as Europe/Berlin, or UTC';
  addMistake(context, { problem: `${JSON.stringify(text)} is not a time zone`, fix });
});

export const peakHoursSchema = z
  .strictObject({
    from: timeOfDay.describe('when the busy hours begin, such as "08:00"'),
    to: timeOfDay.describe('when they end, such as "20:00"; earlier than from means the next day'),
    timeZone: timeZone.describe('the time zone of both, such as Europe/Berlin'),
    days: z.array(z.enum(WEEKDAYS)).min(1).optional().describe('the days on which they begin; every day by default'),
  })
  .superRefine(({ from, to }, context) => {
    if (from !== to) return;
    const fix = 'write another time, or leave peakHours out where every hour is the same';
    addMistake(context, { problem: `${JSON.stringify(to)} is also the beginning`, fix }, ['to']);
  });

const calendar = z.string().refine((text) => CALENDAR_NAME.test(text) || CALENDAR_ARN.test(text), {
  error: ({ input }) => `${JSON.stringify(input)} is not a change calendar`,
  params: { allowed: ['the name of an SSM document', 'arn:aws:ssm:<region>:<account>:document/<name>'] },
});

export const changeCalendarsSchema = z
  .array(calendar)
  .max(CALENDARS_MAX)
  .superRefine((names, context) => {
    names.forEach((name, index) => {
      if (names.indexOf(name) === index) return;
      addMistake(context, { problem: `${JSON.stringify(name)} is listed before`, fix: 'keep one' }, [index]);
    });
  });

const availability = z.string().superRefine((text, context) => {
  const percent = percentOf(text);
  if (percent === undefined) {
    const problem = `${JSON.stringify(text)} is not a share of requests`;
    return addMistake(context, { problem, fix: 'write it as "99.9 %"' });
  }
  if (percent >= AVAILABILITY.least && percent <= AVAILABILITY.most) return;
  const fix = `write a value from ${AVAILABILITY.least} % to ${AVAILABILITY.most} %`;
  addMistake(context, { problem: `an objective of ${percent} % has no budget to go by`, fix });
});

export const sloSchema = z.strictObject({
  availability: availability.describe('the share of requests that must succeed, such as "99.9 %"'),
  days: z.int().min(DAYS.least).max(DAYS.most).default(DAYS.usual).describe('the days it is measured over'),
});

/** The settings about a service's circumstances. */
export interface ContextSettings {
  readonly peakHours?: z.output<typeof peakHoursSchema> | undefined;
  readonly changeCalendars: readonly string[];
  readonly slo?: z.output<typeof sloSchema> | undefined;
}

/** Their part of the catalog's entry, without what is not set. */
export function contextEntry({
  peakHours,
  changeCalendars,
  slo,
}: ContextSettings): Pick<ServiceEntry, 'peakHours' | 'changeCalendars' | 'slo'> {
  return {
    ...(peakHours === undefined ? {} : { peakHours: { ...peakHours, days: peakHours.days ?? WEEKDAYS } }),
    ...(changeCalendars.length === 0 ? {} : { changeCalendars }),
    ...(slo === undefined ? {} : { slo: { availability: (percentOf(slo.availability) ?? 0) / 100, days: slo.days } }),
  };
}

/** Objectives that no metric measures. */
export function unmeasuredObjectives(
  services: readonly (ContextSettings & BalancedSettings & { readonly name: string })[],
): readonly Finding[] {
  return services.flatMap(({ name, slo, ...service }, index): readonly Finding[] => {
    if (slo === undefined || countsRequests(service)) return [];
    const problem = `no metric counts the requests of "${name}" without an application load balancer`;
    const fix = 'give the service its targetGroup, or leave slo out';
    return [{ path: ['services', index, 'slo'], value: slo.availability, problem, fix }];
  });
}

/** 99.9 of `99.9 %`. */
function percentOf(text: string): number | undefined {
  const digits = /^(\d{1,3}(?:\.\d{1,6})?)\s*%$/.exec(text.trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: text });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
