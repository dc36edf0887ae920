/**
 * `healer.signal`: what any application may put on the event bus to say that a service is failing, or no longer is.
 * Documented in `docs/signals.md`. Everything is checked, because whoever may put events here may start a heal.
 */
import { runbookFor, serviceNamed } from '../catalog.ts';
import type { Catalog } from '../catalog.ts';
import { foreignText } from '../foreign-text.ts';
import { rejected } from './decoded.ts';
import type { Decoded } from './decoded.ts';
import { at, textAt, timeAt } from './fields.ts';

const FIELDS = ['service', 'failureType', 'state', 'summary'] as const;
const SUMMARY_MAX = 500;

export function decodeCustom(event: unknown, catalog: Catalog): Decoded {
  const detail = at(event, 'detail');
  if (typeof detail !== 'object' || detail === null) return rejected('healer.signal without a detail object');
  const unknown = Object.keys(detail).filter((key) => !FIELDS.some((field) => field === key));
  if (unknown.length > 0) {
    return rejected(`healer.signal with unknown field "${unknown[0]}"; allowed: ${FIELDS.join(', ')}`);
  }
  const name = textAt(detail, 'service');
  const service = name === undefined ? undefined : serviceNamed(catalog, name);
  if (service === undefined) {
    const known = Object.keys(catalog.services).slice(0, 20).join(', ');
    return rejected(`healer.signal for service "${name ?? ''}", which is not registered; registered: ${known}`);
  }
  const failureType = textAt(detail, 'failureType') ?? '';
  if (runbookFor(catalog, service, failureType) === undefined) {
    const allowed = Object.keys(service.runbooks).join(', ');
    return rejected(`healer.signal for ${service.name} with failureType "${failureType}"; allowed: ${allowed}`);
  }
  const state = textAt(detail, 'state') ?? 'ALARM';
  if (state !== 'ALARM' && state !== 'OK') return rejected(`healer.signal with state "${state}"; allowed: ALARM, OK`);
  const summary = textAt(detail, 'summary');
  if (summary === undefined || summary.length > SUMMARY_MAX) {
    return rejected(`healer.signal needs a summary of 1 to ${SUMMARY_MAX} characters`);
  }
  const oneLine = foreignText(summary, SUMMARY_MAX);
  const key = { subject: `event#${textAt(event, 'id') ?? ''}`, order: 0 };
  const happenedAt = timeAt(event, 'time') ?? 0;
  return {
    kind: 'signal',
    signal: { kind: 'custom', key, service: service.name, at: happenedAt, failureType, state, summary: oneLine },
  };
}
