/**
 * Mistakes in the configuration: peak hours, change calendars and objectives. Each is caught, with the exact words a
 * person reads; what is right is in the catalog as it was meant.
 */
import { describe, expect, test } from 'vitest';
import { compileCatalog } from '../../../core/config/compile.ts';
import { said } from './said.ts';
import { shippedRunbooks, shop, web, worker } from './shop-config.ts';

const HOURS = { from: '08:00', to: '20:00', timeZone: 'Europe/Berlin' };
const SHARED = 'arn:aws:ssm:eu-west-1:123456789012:document/holidays';

const MISTAKES = [
  {
    case: 'a time without its zero',
    config: shop(web({ peakHours: { ...HOURS, from: '8:00' } })),
    says: ['services[0].peakHours.from: "8:00" is not a time of day; write hours and minutes from "00:00" to "23:59"'],
  },
  {
    case: 'a time no clock shows',
    config: shop(web({ peakHours: { ...HOURS, to: '24:00' } })),
    says: ['services[0].peakHours.to: "24:00" is not a time of day; write hours and minutes from "00:00" to "23:59"'],
  },
  {
    case: 'hours that end where they begin',
    config: shop(web({ peakHours: { ...HOURS, to: '08:00' } })),
    says: [
      'services[0].peakHours.to: "08:00" is also the beginning; write another time, or leave peakHours out where every hour is the same',
    ],
  },
  {
    case: 'a misspelt time zone',
    config: shop(web({ peakHours: { ...HOURS, timeZone: 'Europe/Berln' } })),
    says: ['services[0].peakHours.timeZone: "Europe/Berln" is not a time zone; did you mean Europe/Berlin?'],
  },
  {
    case: 'a time zone that is like none',
    config: shop(web({ peakHours: { ...HOURS, timeZone: 'headquarters' } })),
    says: [
      'services[0].peakHours.timeZone: "headquarters" is not a time zone; write one such as Europe/Berlin, or UTC',
    ],
  },
  {
    case: 'no time zone',
    config: shop(web({ peakHours: { from: '08:00', to: '20:00' } as never })),
    says: ['services[0].peakHours.timeZone: is missing; write the time zone of both, such as Europe/Berlin'],
  },
  {
    case: 'a day by another name',
    config: shop(web({ peakHours: { ...HOURS, days: ['monday' as never] } })),
    says: ['services[0].peakHours.days[0]: unknown days "monday" (allowed: mon, tue, wed, thu, fri, sat, sun)'],
  },
  {
    case: 'no day',
    config: shop(web({ peakHours: { ...HOURS, days: [] } })),
    says: ['services[0].peakHours.days: needs at least 1 entry'],
  },
  {
    case: 'a calendar that no document can be called',
    config: shop(web({ changeCalendars: ['no deploys'] })),
    says: [
      'services[0].changeCalendars[0]: "no deploys" is not a change calendar (allowed: the name of an SSM document, arn:aws:ssm:<region>:<account>:document/<name>)',
    ],
  },
  {
    case: 'a calendar listed twice',
    config: shop(web({ changeCalendars: ['freeze', SHARED, 'freeze'] })),
    says: ['services[0].changeCalendars[2]: "freeze" is listed before; keep one'],
  },
  {
    case: 'more calendars than are ever open',
    config: shop(web({ changeCalendars: Array.from({ length: 11 }, (_, number) => `calendar-${number}`) })),
    says: ['services[0].changeCalendars: has too many entries, the most is 10'],
  },
  {
    case: 'an objective as a number',
    config: shop(web({ slo: { availability: 99.9 as never } })),
    says: [
      'services[0].slo.availability: must be text, not 99.9; write the share of requests that must succeed, such as "99.9 %"',
    ],
  },
  {
    case: 'an objective without its unit',
    config: shop(web({ slo: { availability: '0.999' } })),
    says: ['services[0].slo.availability: "0.999" is not a share of requests; write it as "99.9 %"'],
  },
  {
    case: 'an objective that allows nothing',
    config: shop(web({ slo: { availability: '100 %' } })),
    says: [
      'services[0].slo.availability: an objective of 100 % has no budget to go by; write a value from 90 % to 99.999 %',
    ],
  },
  {
    case: 'a window that CloudWatch does not keep',
    config: shop(web({ slo: { availability: '99.9 %', days: 90 } })),
    says: ['services[0].slo.days: 90 is too large, the most is 60'],
  },
  {
    case: 'half a day',
    config: shop(web({ slo: { availability: '99.9 %', days: 0.5 } })),
    says: ['services[0].slo.days: must be a whole number, not 0.5; write the days it is measured over'],
  },
  {
    case: 'a misspelt word of an objective',
    config: shop(web({ slo: { availability: '99.9 %', day: 30 } as never })),
    says: ['services[0].slo.day: unknown key "day" (allowed: availability, days); did you mean days?'],
  },
  {
    case: 'an objective of a service whose requests are not counted',
    config: shop(worker({ slo: { availability: '99.9 %' } })),
    says: [
      'services[0].slo: no metric counts the requests of "worker" without an application load balancer; give the service its targetGroup, or leave slo out',
    ],
  },
];

describe('the circumstances of a service', () => {
  test.each(MISTAKES)('$case is said with its place and what to do', ({ config, says }) => {
    expect(said(config)).toEqual(says);
  });

  const entryOf = (changes: Parameters<typeof web>[0]) => {
    const compiled = compileCatalog(shop(web(changes)), shippedRunbooks(), 'healer.config.ts');
    if (compiled.kind === 'invalid') throw new Error(JSON.stringify(compiled.problems));
    return compiled.catalog.services['web'];
  };

  test('are in the catalog as they were meant', () => {
    const days = ['mon', 'fri'] as const;
    const peakHours = { ...HOURS, days: [...days] };
    const entry = entryOf({ peakHours, changeCalendars: ['freeze', SHARED], slo: { availability: '99.95 %' } });
    expect(entry).toMatchObject({ peakHours, changeCalendars: ['freeze', SHARED] });
    expect(entry?.slo?.availability).toBeCloseTo(0.9995, 9);
    expect(entry?.slo?.days).toBe(30);
  });

  test('that are not mentioned are not in it', () => {
    for (const key of ['peakHours', 'changeCalendars', 'slo']) expect(entryOf({})).not.toHaveProperty(key);
  });
});
