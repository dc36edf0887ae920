/**
 * Counts how long failures lasted without a remedy and which ended without one: an item per failure type, a counter per
 * minute. The same transaction marks the incident as counted.
 */
import { bucketOf, WAIT_BUCKETS } from '../../core/memory/organic-recovery.ts';
import type { WaitCounts, ObservedWait } from '../../core/memory/results.ts';
import { Conflict } from '../../core/ports/errors.ts';
import { incidentExpiry, keys } from './dynamo-keys.ts';
import { getItem, writeAll, type Table } from './dynamo-table.ts';

/** Counts the wait of an incident once. @throws Conflict, WriteFailed */
export async function observeWait(
  table: Table,
  { incidentId, failureType, wait, at }: ObservedWait,
): Promise<'recorded' | 'already'> {
  const counter = counterName(wait.recovered ? 'recovered' : 'censored', bucketOf(wait));
  const outcome = await writeAll(table, [
    {
      key: keys.wait(incidentId),
      put: { minutes: wait.minutes, recovered: wait.recovered ? 1 : 0, ttl: incidentExpiry(at) },
      condition: 'attribute_not_exists(pk)',
    },
    { key: keys.waits(failureType), update: `ADD #${counter} :one`, names: [counter], values: { one: 1 } },
  ]);
  if (outcome.kind === 'written') return 'recorded';
  if (outcome.failed.has(0)) return 'already';
  throw new Conflict(`Waits of ${failureType} are being written by others`);
}

/** All waits of a failure type; an impossible counter counts as zero. @throws ReadFailed */
export async function readWaits(table: Table, failureType: string): Promise<WaitCounts> {
  const item = (await getItem(table, keys.waits(failureType))) ?? {};
  const counts = (kind: Kind) =>
    Array.from({ length: WAIT_BUCKETS }, (_, bucket) => {
      const value = item[counterName(kind, bucket)];
      return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
    });
  return { recovered: counts('recovered'), censored: counts('censored') };
}

type Kind = keyof WaitCounts;

function counterName(kind: Kind, bucket: number): string {
  return `${kind}${String(bucket).padStart(2, '0')}`;
}
