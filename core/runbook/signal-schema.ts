/**
 * A signal: an event that starts the runbook without an alarm. ECS reports stopped tasks, failed deployments and
 * services that cannot start tasks; applications report other failures.
 */
import * as z from 'zod';
import { STOP_CAUSES } from '../vocabulary.ts';
import { readMinutes, written } from './quantity.ts';

/** ECS events of a service that needs help; the others, such as `SERVICE_STEADY_STATE`, are news only. */
const SERVICE_ACTION_EVENTS = [
  'SERVICE_TASK_START_IMPAIRED',
  'SERVICE_TASK_PLACEMENT_FAILURE',
  'SERVICE_TASK_CONFIGURATION_FAILURE',
  'SERVICE_DISCOVERY_INSTANCE_UNHEALTHY',
  'SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED',
  'VPC_LATTICE_TARGET_UNHEALTHY',
] as const;

/** Stops kept of a service; a higher count could never be reached. */
const STOPS_MAX = 50;

const taskStopped = z
  .strictObject({
    kind: z.literal('taskStopped'),
    cause: z.enum(STOP_CAUSES).describe('why the tasks stop'),
    count: z.int().min(1).max(STOPS_MAX).describe('how many stops start it'),
    within: written(readMinutes).meta({
      description: 'the time they fall in, such as "10 minutes"',
      examples: ['10 minutes'],
    }),
  })
  .transform(({ kind, cause, count, within }) => ({ kind, cause, count, withinMinutes: within }));

export const signalSchema = z.discriminatedUnion('kind', [
  taskStopped,
  z.strictObject({ kind: z.literal('deploymentFailed') }),
  z.strictObject({
    kind: z.literal('serviceAction'),
    events: z.array(z.enum(SERVICE_ACTION_EVENTS)).min(1).describe('names of ECS service events'),
  }),
  z.strictObject({ kind: z.literal('custom') }),
]);
