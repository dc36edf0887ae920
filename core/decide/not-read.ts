/**
 * What is not read because the runbook has no remedy that needs it. It is said to be unread and never to be empty: whoever
 * asks the same facts again with another runbook must see that nobody looked.
 */
import type { Runbook } from '../catalog/runbook.ts';
import type { ServiceEntry } from '../catalog/service.ts';
import type { ParameterReading } from '../world/parameter.ts';
import type { ActionKind } from '../vocabulary.ts';
import { unknown } from '../world/known.ts';
import type { Known } from '../world/known.ts';
import type { Releases } from '../facts/facts.ts';

/** Whether the runbook has the remedy. */
export function uses({ remedies }: Pick<Runbook, 'remedies'>, remedy: ActionKind): boolean {
  return remedies.some((step) => step.remedy === remedy);
}

/** Deployments, where none could be taken back. */
export const RELEASES_NOT_READ: Known<Releases> = unknown('not read: the runbook has no rollBack');

/** The toggles of a service, where none would be switched; by name. @param why nobody looked */
export function togglesNotRead(
  { toggles }: Pick<ServiceEntry, 'toggles'>,
  why = 'not read: the runbook has no flipToggle',
): Readonly<Record<string, ParameterReading>> {
  const reading = { kind: 'unreadable', why } as const;
  return Object.fromEntries(toggles.map(({ name }) => [name, reading]));
}
