/**
 * A recorded decision as it must be to be made again: everything that deciding reads, with its type. Complete by its own
 * type: a fact that is added to decisions is asked for here too.
 */
import * as z from 'zod';
import type { Facts } from '../../core/facts/facts.ts';
import { Decision, Incident } from '../../core/incident/incident.ts';
import { ACTION_KINDS } from '../../core/vocabulary.ts';
import { recordedRunbook, recordedService } from './recorded-catalog.ts';
import { recordedExperience } from './recorded-experience.ts';
import { recordedFleet } from './recorded-fleet.ts';
import { recordedReleases, recordedRunning } from './recorded-running.ts';
import { count, hold, knownOf, parameter, time } from './recorded-words.ts';

const stance = z.discriminatedUnion('mode', [
  z.looseObject({
    mode: z.literal('auto'),
    paused: z.array(z.looseObject({ remedy: z.enum(ACTION_KINDS), hold })).optional(),
  }),
  z.looseObject({ mode: z.literal('observe'), hold }),
  z.looseObject({ mode: z.literal('off'), hold }),
]);

const answer = { remedy: z.enum(ACTION_KINDS), by: z.string() };
const approval = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('not-asked') }),
  z.looseObject({ kind: z.literal('open') }),
  z.looseObject({ kind: z.literal('approved'), ...answer }),
  z.looseObject({ kind: z.literal('denied'), ...answer }),
  z.looseObject({ kind: z.literal('expired'), remedy: answer.remedy }),
]);

const calendars = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('open') }),
  z.looseObject({ kind: z.literal('closed'), until: time.optional() }),
]);

const alarm = z.looseObject({ name: z.string(), state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']) });

const dependency = z.looseObject({
  service: z.string(),
  health: z.string(),
  failing: z.boolean(),
  healedAt: time.optional(),
  utilisation: count.optional(),
  callers: z.number().positive().optional(),
});

const facts = {
  now: time,
  incident: Incident,
  service: recordedService,
  runbook: recordedRunbook,
  stance,
  approval,
  alarms: knownOf(z.array(alarm)),
  values: knownOf(z.record(z.string(), z.number())),
  load: knownOf(z.looseObject({ now: count, usual: count })),
  served: knownOf(z.looseObject({ requests: count, errors: count })),
  calendars: knownOf(calendars),
  desiredCounts: knownOf(z.array(z.looseObject({ at: time, value: count }))),
  running: knownOf(recordedRunning),
  releases: knownOf(recordedReleases),
  clearedByApplication: z.boolean(),
  dependencies: z.array(dependency),
  fleet: knownOf(recordedFleet),
  toggles: z.record(z.string(), parameter),
  organic: knownOf(z.looseObject({ recoveredWithin: z.array(count), waits: count })),
  experience: knownOf(recordedExperience),
} satisfies Readonly<Record<keyof Facts, z.core.$ZodType>>;

/** Names of all facts that a decision is made on. */
export const FACT_NAMES = Object.keys(facts) as readonly (keyof Facts)[];

/** One line of a recording. */
export const recordedLine = z.looseObject({ facts: z.looseObject(facts), decision: z.optional(Decision) });
