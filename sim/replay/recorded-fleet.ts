/** Who else failed when a recorded decision was made, and what was left of the limits. */
import * as z from 'zod';
import { ACCOUNT_POLICY } from '../../core/limits/policy.ts';
import { ACTION_KINDS, TIERS } from '../../core/vocabulary.ts';
import { count, time } from './recorded-words.ts';

const sick = z.looseObject({
  service: z.string(),
  incidentId: z.string(),
  failureType: z.string(),
  openedAt: time,
  closedAt: time.optional(),
  well: z.boolean().optional(),
});

const account = z.looseObject({
  bucket: z.looseObject({ tokens: z.number(), at: time }).optional(),
  slots: z.array(z.looseObject({ incidentId: z.string(), group: z.string() })),
  breaker: z.looseObject({ outcomes: z.array(z.unknown()), openedAt: time.optional() }),
  storm: z.looseObject({ level: z.enum(['soft', 'hard']), since: time }).optional(),
});

/** Every number there is today: one that was added since is missing in what was recorded before. */
const accountPolicy = z.looseObject(
  Object.fromEntries(Object.keys(ACCOUNT_POLICY).map((name) => [name, count] as const)),
);

const servicePolicy = z.looseObject({
  attemptsPerDay: count,
  gapMinutes: z.array(count),
  sameRemedyMax: count,
  sameRemedyHours: count,
  flappingFailures: count,
});

export const recordedFleet = z.looseObject({
  sick: z.array(sick),
  account,
  lastClosedAt: time.optional(),
  log: z.array(z.looseObject({ attemptId: z.string(), at: time, remedy: z.enum(ACTION_KINDS).optional() })),
  bounds: z.looseObject({ services: count, account: accountPolicy, service: servicePolicy }),
  tiers: z.record(z.string(), z.enum(TIERS)),
  begun: z.array(time),
});
