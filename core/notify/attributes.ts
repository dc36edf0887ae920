/**
 * What every message carries beside its text, for subscriptions to filter by, and each value that can occur. Written by
 * `message.ts`, checked against in the configuration, and documented: one list for the three.
 */
import type { AttributeName } from '../incident/message.ts';
import type { Runbook } from '../catalog/runbook.ts';
import { OUTCOMES } from '../vocabulary.ts';

export const STAGES = ['started', 'ended'] as const;
export type Stage = (typeof STAGES)[number];

/** How the incident ended, that it only began, that many began together, that a person is asked, or has it undone. */
export const MESSAGE_OUTCOMES = ['started', 'storm', 'approval', ...OUTCOMES, 'undone'] as const;
export type MessageOutcome = (typeof MESSAGE_OUTCOMES)[number];

/** As runbooks say it. */
const SEVERITIES = ['critical', 'high', 'low'] as const satisfies readonly Runbook['severity'][];

/** Every value an attribute can have, for these services and failure types. */
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
