/**
 * Events the healer starts itself with: the canary of a schedule, and what the sweep found left to do. No rule lets them
 * in from outside, where `healer.signal` is all an application may send.
 */
import { numberAt, textAt } from './fields.ts';

/** What the sweep sends about an incident whose execution died. */
export const SWEEP_SOURCE = 'healer.sweep';
export const RESUME_DETAIL_TYPE = 'healer.resume';

export type InternalEvent =
  | { readonly kind: 'canary' }
  /** `sequence`: the step the incident was left at. */
  | { readonly kind: 'resume'; readonly incidentId: string; readonly sequence: number };

/** The event, if it is one of these. */
export function internalEvent(event: unknown): InternalEvent | undefined {
  const [source, type] = [textAt(event, 'source'), textAt(event, 'detail-type')];
  if (source === 'aws.events' && type === 'Scheduled Event') return { kind: 'canary' };
  if (source !== SWEEP_SOURCE || type !== RESUME_DETAIL_TYPE) return undefined;
  const [incidentId, sequence] = [textAt(event, 'detail.incidentId'), numberAt(event, 'detail.sequence')];
  return incidentId === undefined || sequence === undefined ? undefined : { kind: 'resume', incidentId, sequence };
}
