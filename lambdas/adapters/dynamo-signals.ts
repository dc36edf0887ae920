/**
 * Signals of an incident, each an item of its own with the event as it came, so that nothing about why the healer
 * acted is lost and no signal disturbs the incident. Pure but for the two reads.
 */
import type { TimelineEntry } from '../../core/incident/incident.ts';
import { ReadFailed } from '../../core/ports/errors.ts';
import type { Admission, JoinedSignal } from '../../core/incident/admission.ts';
import type { Signal } from '../../core/signal/signal.ts';
import { fromJson, numberOf, toJson, type Item } from './dynamo-item.ts';
import { incidentExpiry, keys, SIGNAL_PREFIX } from './dynamo-keys.ts';
import { queryItems, type Table, type Write } from './dynamo-table.ts';

/** Signals read of one incident: the first hundred tell the story, and a storm must not outgrow a Lambda. */
const SIGNALS_MAX = 100;

/** Writes the signal beside its incident. @throws WriteFailed when the event is too large for an item. */
export function signalWrite(admission: Admission, incidentId: string): Write {
  const { signal, event, at, joins } = admission;
  return {
    key: keys.signal(incidentId, at, signal.key),
    put: {
      signal: toJson('The signal', signal),
      event: toJson('The event', event),
      executionArn: admission.executionArn,
      at,
      ...(joins !== undefined && { entry: toJson('The timeline entry', joins.entry) }),
      ttl: incidentExpiry(at),
    },
  };
}

/** @throws ReadFailed */
export async function joinedSignals(table: Table, incidentId: string): Promise<readonly JoinedSignal[]> {
  const items = await signalItems(table, incidentId);
  return items.map((item) => ({ signal: fromJson(item, 'signal') as Signal, at: numberOf(item, 'at') }));
}

/** Timeline entries of the signals that joined; the one that opened the incident has none. @throws ReadFailed */
export async function joinedEntries(table: Table, incidentId: string): Promise<readonly TimelineEntry[]> {
  const items = await signalItems(table, incidentId);
  return items.filter((item) => item['entry'] !== undefined).map((item) => fromJson(item, 'entry') as TimelineEntry);
}

async function signalItems(table: Table, incidentId: string): Promise<readonly Item[]> {
  const { pk } = keys.incident(incidentId);
  const items = await queryItems(table, {
    prefix: { pk, sk: SIGNAL_PREFIX },
    limit: SIGNALS_MAX,
    // What failed last is what counts; the trigger is kept on the incident itself.
    newest: true,
    attributes: ['signal', 'at', 'entry'],
  });
  if (items.some((item) => item['signal'] === undefined)) throw new ReadFailed(`A signal of ${incidentId} is damaged`);
  return items.toReversed();
}
