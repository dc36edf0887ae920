/**
 * The incident of a recorded decision, and the decision: what deciding again reads of them, and what is compared and
 * printed. What the incident went through otherwise is not looked at.
 */
import * as z from 'zod';
import { TRAITS } from '../../core/remedies/registry.ts';
import { ACTION_KINDS, ATTEMPT_STATUSES, METRIC_NAMES, REMEDY_KINDS, type ActionKind } from '../../core/vocabulary.ts';
import { count, hold, time } from './recorded-words.ts';

const measure = z.looseObject({
  comparison: z.enum(['above', 'below']),
  threshold: z.number(),
  metric: z.enum(METRIC_NAMES).optional(),
  forecast: z.looseObject({ floor: z.number() }).optional(),
});

const [firstKind, ...otherKinds] = ACTION_KINDS;
const plan = z.discriminatedUnion('kind', [planOf(firstKind), ...otherKinds.map(planOf)]);

/** A plan of the remedy, with what deciding again reads of it, of the types in the remedy's example. */
function planOf(kind: ActionKind) {
  const { decidedBy, example } = TRAITS[kind];
  const fields = Object.entries(example).filter(([field]) => decidedBy.some((read) => read === field));
  const types = fields.map(([field, value]) => [field, typeof value === 'number' ? count : z.string()] as const);
  return z.looseObject({ kind: z.literal(kind), ...Object.fromEntries(types) });
}

const attempt = z.looseObject({
  number: count,
  remedy: z.enum(ACTION_KINDS),
  startedAt: time,
  endedAt: time.optional(),
  status: z.enum(ATTEMPT_STATUSES),
  undone: z.boolean().optional(),
  holds: z.array(hold).optional(),
  journal: z.looseObject({
    plan,
    moves: z.array(z.looseObject({ at: time, move: z.looseObject({ kind: z.string(), count: count.optional() }) })),
  }),
});

export const recordedIncident = z.looseObject({
  id: z.string(),
  service: z.string(),
  failureType: z.string(),
  openedAt: time,
  onsetAt: time,
  trigger: z.looseObject({ kind: z.string(), summary: z.string() }),
  relapse: z.looseObject({ of: z.looseObject({ at: time, remedy: z.string() }), returns: count }).optional(),
  context: z.string().optional(),
  alarms: z.array(z.looseObject({ alarmName: z.string(), measure: measure.optional() })),
  attempts: z.array(attempt),
  ask: z.looseObject({ remedy: z.enum(ACTION_KINDS) }).optional(),
  undoAsked: z.looseObject({ by: z.string() }).optional(),
});

const DECISION_KINDS = ['act', 'ask', 'page', 'hold', 'wait', 'recovered'] as const;

export const recordedDecision = z.looseObject({
  kind: z.enum(DECISION_KINDS),
  chosen: z.enum(REMEDY_KINDS).optional(),
  candidates: z.array(z.looseObject({ remedy: z.enum(REMEDY_KINDS), plan: z.string() })),
  why: z.array(z.string()),
});
