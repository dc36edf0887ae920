/**
 * The attributes that subscriptions filter by, and every value each can have. `message.ts` writes them, the
 * configuration is checked against them, and the docs list them: one list for the three.
 */
import type { AttributeName } from '../incident/message.ts';
import type { Runbook } from '../catalog/runbook.ts';
import { OUTCOMES } from '../vocabulary.ts';

export const STAGES = ['started', 'ended'] as const;
export type Stage = (typeof STAGES)[number];

/** Besides the outcomes of incidents: one began, a storm began, a person is asked, a requested undo is done. */
export const MESSAGE_OUTCOMES = ['started', 'storm', 'approval', ...OUTCOMES, 'undone'] as const;
export type MessageOutcome = (typeof MESSAGE_OUTCOMES)[number];

const SEVERITIES = ['critical', 'high', 'low'] as const satisfies readonly Runbook['severity'][];

/** Every value that each attribute can have, for these services and failure types. */
export function attributeValues(
  services: readonly string[],
  failureTypes: readonly string[],
): Readonly<Record<AttributeName, readonly string[]>> {
  return {
    service: services,
    failureType: failureTypes,
    stage: STAGES,
    outcome: MESSAGE_OUTCOMES,
    severity: SEVERITIES,
  };
}
