/**
 * The `Memory` port over the table: what helped before. The transaction that settles an attempt also counts its result,
 * so a repeated Lambda counts it once. Damaged items are reported and ignored: without memory the healer uses the order
 * of the runbook.
 */
import {
  aboutKey,
  experienceOf,
  experiencesAt,
  NO_EXPERIENCE,
  reversalOf,
  soundSums,
  type ExperienceSums,
  type StoredSums,
} from '../../core/memory/experience.ts';
import { Conflict, WriteFailed } from '../../core/ports/errors.ts';
import { type AttemptResult } from '../../core/memory/results.ts';
import { type Memory } from '../../core/ports/memory.ts';
import type { Item } from './dynamo-item.ts';
import { ALL_SERVICES, keys } from './dynamo-keys.ts';
import {
  getItem,
  invalidWrites,
  queryItems,
  writeAll,
  type Table,
  type Write,
  type WriteOutcome,
} from './dynamo-table.ts';
import { observeWait, readWaits } from './dynamo-waits.ts';

/** Sums read per scope: four remedies in sixteen contexts, and names of older versions. */
const SUMS_MAX = 100;

const SUMS = Object.keys(NO_EXPERIENCE);

export function dynamoMemory(table: Table): Memory {
  return {
    async read(failureType, service, now) {
      const [all, here] = await Promise.all(
        [ALL_SERVICES, service].map((scope) =>
          queryItems(table, { prefix: keys.memory(failureType, scope, ''), limit: SUMS_MAX, attributes: SUMS }),
        ),
      );
      return experiencesAt({ all: byAbout(all ?? [], now), here: byAbout(here ?? [], now) }, now);
    },
    async settle(result) {
      const outcome = await writeSound(table, settlementWrites(result));
      if (outcome.kind === 'written') return 'recorded';
      if (!outcome.failed.has(0)) throw new Conflict(`Memory of ${result.failureType} is being written by others`);
      const attempt = await getItem(table, keys.attempt(result.incidentId, result.attempt));
      if (attempt !== undefined) return 'already';
      throw new WriteFailed(`Attempt ${result.attempt} of incident ${result.incidentId} was never reserved`);
    },
    async reverse(credit) {
      const outcome = await writeSound(table, reversalWrites(credit));
      if (outcome.kind === 'written') return 'reversed';
      if (outcome.failed.has(0)) return 'already';
      throw new Conflict(`Memory of ${credit.failureType} is being written by others`);
    },
    observeWait: (observed) => observeWait(table, observed),
    waits: (failureType) => readWaits(table, failureType),
  };
}

function settlementWrites(result: AttemptResult): readonly Write[] {
  const sums = experienceOf(result);
  const scopes = sums === undefined ? [] : [ALL_SERVICES, result.service];
  return [settlement(result), ...scopes.map((scope) => addition(result, scope, sums ?? {}))];
}

function reversalWrites(credit: AttemptResult): readonly Write[] {
  const sums = reversalOf(credit);
  const attempt = {
    key: keys.attempt(credit.incidentId, credit.attempt),
    update: 'SET #status = :relapsed',
    condition: '#status = :succeeded',
    names: ['status'],
    values: { relapsed: 'relapsed', succeeded: 'succeeded' },
  };
  return [attempt, ...[ALL_SERVICES, credit.service].map((scope) => addition(credit, scope, sums))];
}

/** Writes all. If an item is so damaged that nothing can be added to it, settles the attempt without it. */
async function writeSound(table: Table, writes: readonly Write[]): Promise<WriteOutcome> {
  try {
    return await writeAll(table, writes);
  } catch (error) {
    const damaged = invalidWrites(error);
    if (damaged.size === 0 || damaged.has(0)) throw error;
    reportDamage(writes.filter((_, position) => damaged.has(position)).map(({ key }) => `${key.pk} ${key.sk}`));
    return writeAll(
      table,
      writes.filter((_, position) => !damaged.has(position)),
    );
  }
}

function settlement(result: AttemptResult): Write {
  return {
    key: keys.attempt(result.incidentId, result.attempt),
    update: 'SET #status = :status, #settledAt = :settledAt',
    condition: '#status = :pending',
    names: ['status', 'settledAt'],
    values: { status: result.status, settledAt: result.at, pending: 'pending' },
  };
}

/** Adds the sums; DynamoDB starts a missing attribute at zero. */
function addition(result: AttemptResult, scope: string, sums: Partial<ExperienceSums>): Write {
  const names = Object.keys(sums);
  return {
    key: keys.memory(result.failureType, scope, aboutKey(result)),
    update: `ADD ${names.map((name) => `#${name} :${name}`).join(', ')}`,
    names,
    values: { ...sums },
  };
}

function byAbout(items: readonly Item[], now: number): StoredSums {
  const known = new Map<string, ExperienceSums | undefined>();
  const corrupt: string[] = [];
  for (const item of items) {
    const sums = soundSums(item, now);
    const [, ...about] = String(item['sk']).split('#');
    if (sums === undefined) corrupt.push(`${item['pk']} ${item['sk']}`);
    known.set(about.join('#'), sums);
  }
  reportDamage(corrupt);
  return known;
}

/** One line for the log: an operator deletes the items, and memory starts anew for them. */
function reportDamage(items: readonly string[]): void {
  if (items.length === 0) return;
  console.warn(JSON.stringify({ level: 'warn', message: 'Damaged memory ignored', corrupt: items.length, items }));
}
