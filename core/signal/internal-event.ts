/**
 * Events that are no signals: the scheduled heartbeat, leftovers that the sweep found, no-ops and undos that a person
 * asks for. Applications cannot send them: they may only put `healer.signal`, and never with a source of AWS.
 */
import {
  PARAMETER_CHANGE_DETAIL_TYPE,
  PARAMETER_SOURCE,
  PARAMETER_WRITES,
  UNDO_PARAMETER_PREFIX,
} from '../vocabulary.ts';
import { numberAt, textAt, timeAt } from '../foreign-fields.ts';

/**
 * The event that starts the no-ops of `verify --acting`. No rule passes it, so its sender needs permission to start the
 * state machine.
 */
export const NOOP_SOURCE = 'healer.verify';
export const NOOP_DETAIL_TYPE = 'healer.noop';

/** Source of the sweep's event about an incident whose execution died. */
export const SWEEP_SOURCE = 'healer.sweep';
export const RESUME_DETAIL_TYPE = 'healer.resume';

export type InternalEvent =
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'noop'; readonly service: string }
  /** `sequence`: the step at which the incident stopped. */
  | { readonly kind: 'resume'; readonly incidentId: string; readonly sequence: number }
  /** `at`: when the parameter changed, ms since the epoch. */
  | { readonly kind: 'undo'; readonly incidentId: string; readonly at: number };

/** The event, if it is one of these. */
export function internalEvent(event: unknown): InternalEvent | undefined {
  const [source, type] = [textAt(event, 'source'), textAt(event, 'detail-type')];
  if (source === 'aws.events' && type === 'Scheduled Event') return { kind: 'heartbeat' };
  if (source === PARAMETER_SOURCE && type === PARAMETER_CHANGE_DETAIL_TYPE) return undoEvent(event);
  if (source === NOOP_SOURCE && type === NOOP_DETAIL_TYPE) return noopOf(event);
  if (source !== SWEEP_SOURCE || type !== RESUME_DETAIL_TYPE) return undefined;
  const [incidentId, sequence] = [textAt(event, 'detail.incidentId'), numberAt(event, 'detail.sequence')];
  return incidentId === undefined || sequence === undefined ? undefined : { kind: 'resume', incidentId, sequence };
}

function noopOf(event: unknown): InternalEvent | undefined {
  const service = textAt(event, 'detail.service');
  return service === undefined ? undefined : { kind: 'noop', service };
}

function undoEvent(event: unknown): InternalEvent | undefined {
  const [name, operation, at] = [
    textAt(event, 'detail.name'),
    textAt(event, 'detail.operation'),
    timeAt(event, 'time'),
  ];
  if (name === undefined || at === undefined || !name.startsWith(UNDO_PARAMETER_PREFIX)) return undefined;
  if (!PARAMETER_WRITES.some((write) => write === operation)) return undefined;
  return { kind: 'undo', incidentId: name.slice(UNDO_PARAMETER_PREFIX.length), at };
}
