/**
 * Stores each signal of an incident as an item with its original event, so that the reason of a heal is never lost and a
 * signal never conflicts with the incident.
 */
import type { TimelineEntry } from '../../core/incident/incident.ts';
import { ReadFailed } from '../../core/ports/errors.ts';
import type { Admission, JoinedSignal } from '../../core/incident/admission.ts';
import { STORED_ENTRY, STORED_SIGNAL } from '../../core/stored/stored-types.ts';
import { anyJson, fromJson, numberOf, toJson, type Item } from './dynamo-item.ts';
import { incidentExpiry, keys, SIGNAL_PREFIX } from './dynamo-keys.ts';
import { queryItems, type Table, type Write } from './dynamo-table.ts';

/** Signals read of one incident. The first hundred tell the story; more would outgrow a Lambda in a storm. */
const SIGNALS_MAX = 100;

/** Writes the signal beside its incident. @throws WriteFailed when the event exceeds an item. */
export function signalWrite(admission: Admission, incidentId: string): Write {
  const { signal, event, at, joins } = admission;
  return {
    key: keys.signal(incidentId, at, signal.key),
    put: {
      signal: toJson('The signal', signal, STORED_SIGNAL),
      event: anyJson('The event', event),
      executionArn: admission.executionArn,
      at,
      ...(joins !== undefined && { entry: toJson('The timeline entry', joins.entry, STORED_ENTRY) }),
      ttl: incidentExpiry(at),
    },
  };
}

/** @throws ReadFailed */
export async function joinedSignals(table: Table, incidentId: string): Promise<readonly JoinedSignal[]> {
  const items = await signalItems(table, incidentId);
  return items.map((item) => ({ signal: fromJson(item, 'signal', STORED_SIGNAL), at: numberOf(item, 'at') }));
}

/** Timeline entries of the joined signals. The opening signal has its entry on the incident. @throws ReadFailed */
export async function joinedEntries(table: Table, incidentId: string): Promise<readonly TimelineEntry[]> {
  const items = await signalItems(table, incidentId);
  return items.filter((item) => item['entry'] !== undefined).map((item) => fromJson(item, 'entry', STORED_ENTRY));
}

async function signalItems(table: Table, incidentId: string): Promise<readonly Item[]> {
  const { pk } = keys.incident(incidentId);
  const items = await queryItems(table, {
    prefix: { pk, sk: SIGNAL_PREFIX },
    limit: SIGNALS_MAX,
    // The last failure counts; the trigger is kept on the incident.
    newest: true,
    attributes: ['signal', 'at', 'entry'],
  });
  if (items.some((item) => item['signal'] === undefined)) throw new ReadFailed(`A signal of ${incidentId} is damaged`);
  return items.toReversed();
}
