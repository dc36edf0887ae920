/**
 * Consistent reads and all-or-nothing writes of the healer's table; refusals are values. Keys and rules belong to the
 * adapters that use it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  TransactionCanceledException,
  TransactionConflictException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ReadFailed, WriteFailed } from '../../core/ports/errors.ts';
import { clientSettings, environmentVariable, reading, writing } from './aws-call.ts';
import { decoded, encoded, VERSION, type Item } from './dynamo-item.ts';
import type { Key } from './dynamo-keys.ts';
import { ofKnownVersion, writtenVersion } from './dynamo-versions.ts';

export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
}

/** A condition or a conditional update in DynamoDB's syntax. Names are given without `#`, values without `:`. */
export interface Write {
  readonly key: Key;
  readonly condition?: string;
  /** Replaces the item; `writeAll` adds the key and the version. */
  readonly put?: Readonly<Record<string, string | number | undefined>>;
  /** An update expression, `SET` or `ADD`; exactly one of `put` and `update` is given. */
  readonly update?: string;
  readonly names?: readonly string[];
  readonly values?: Readonly<Record<string, string | number>>;
}

/**
 * `failed` has the positions of the writes whose condition failed; it is empty when others were writing at that moment.
 */
export type WriteOutcome =
  { readonly kind: 'written' } | { readonly kind: 'refused'; readonly failed: ReadonlySet<number> };

/** Tries while others write the same items. */
const CONTENTION_TRIES_MAX = 4;

/** Longest pause between two tries; a transaction takes about ten milliseconds. */
const CONTENTION_PAUSE_MS_MAX = 60;

/** Pages of one query, 1 MB each. A hundred of the largest events fill 25. */
const PAGES_MAX = 30;

/** The table named by `TABLE_NAME`. Call it once per Lambda instance. */
export function dynamoTable(client: DynamoDBClient = new DynamoDBClient(clientSettings())): Table {
  return { client, name: environmentVariable('TABLE_NAME') };
}

/** The present item. @throws ReadFailed */
export function getItem(table: Table, key: Key): Promise<Item | undefined> {
  return reading(`${key.pk} ${key.sk} could not be read`, async () => {
    const command = new GetItemCommand({ TableName: table.name, Key: encoded({ ...key }), ConsistentRead: true });
    const { Item } = await table.client.send(command);
    return Item === undefined ? undefined : ofKnownVersion(decoded(Item));
  });
}

export interface Query {
  readonly prefix: Key;
  readonly limit: number;
  /** Takes the last items of the order instead of the first. */
  readonly newest?: boolean;
  /** Attributes to read besides the keys. */
  readonly attributes: readonly string[];
}

/** At most `limit` items of a partition whose sort key has the prefix, in its order. @throws ReadFailed */
export function queryItems(table: Table, query: Query): Promise<readonly Item[]> {
  const { prefix, limit } = query;
  return reading(`${prefix.pk} ${prefix.sk}* could not be read`, async () => {
    const items: Item[] = [];
    let start: QueryStart;
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const answer = await queryPage(table, { ...query, limit: limit - items.length }, start);
      items.push(...(answer.Items ?? []).map((item) => ofKnownVersion(decoded(item))));
      start = answer.LastEvaluatedKey;
      if (start === undefined || items.length >= limit) return items;
    }
    throw new ReadFailed(`there are more than ${PAGES_MAX} pages`);
  });
}

type QueryStart = ConstructorParameters<typeof QueryCommand>[0]['ExclusiveStartKey'];

function queryPage(
  table: Table,
  { prefix, limit, newest, attributes }: Query,
  start: QueryStart,
): Promise<QueryCommandOutput> {
  const names = ['pk', 'sk', VERSION, ...attributes];
  return table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :sk)',
      ProjectionExpression: names.map((name) => `#${name}`).join(', '),
      ExpressionAttributeNames: nameMap(names),
      ExpressionAttributeValues: encoded({ ':pk': prefix.pk, ':sk': prefix.sk }),
      ConsistentRead: true,
      Limit: limit,
      ScanIndexForward: newest !== true,
      ...(start !== undefined && { ExclusiveStartKey: start }),
    }),
  );
}

/** Makes all writes or none. @throws WriteFailed when it is unknown whether they were made. */
export function writeAll(table: Table, writes: readonly Write[]): Promise<WriteOutcome> {
  return writing(`${writes.map((write) => write.key.pk).join(', ')} could not be written`, async () => {
    for (let left = CONTENTION_TRIES_MAX; ; left -= 1) {
      try {
        // The SDK gives every transaction a token, so its own retry cannot write twice.
        await table.client.send(new TransactWriteItemsCommand({ TransactItems: writes.map((w) => action(table, w)) }));
        return { kind: 'written' };
      } catch (error) {
        const failed = failedConditions(error);
        if (failed.size > 0 || left === 1) return { kind: 'refused', failed };
      }
      await pause();
    }
  });
}

/** Updates one item; false when its condition failed. The update must be safe to repeat. @throws WriteFailed */
export function updateItem(table: Table, write: Write & { readonly update: string }): Promise<boolean> {
  return writing(`${write.key.pk} could not be written`, async () => {
    for (let left = CONTENTION_TRIES_MAX; ; left -= 1) {
      try {
        await table.client.send(new UpdateItemCommand(updateInput(table, write)));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        if (!(error instanceof TransactionConflictException) || left === 1) throw error;
      }
      await pause();
    }
  });
}

/** A short random pause, so that competing writers do not meet again. */
export function pause(): Promise<void> {
  return sleep(Math.random() * CONTENTION_PAUSE_MS_MAX);
}

/** Positions of failed conditions; empty when all refusals are contention. Other errors are thrown again. */
function failedConditions(error: unknown): ReadonlySet<number> {
  if (!(error instanceof TransactionCanceledException)) throw error;
  const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
  const expected = codes.every((code) => ['None', 'ConditionalCheckFailed', 'TransactionConflict'].includes(code));
  if (!expected || codes.length === 0) throw error;
  return new Set(codes.flatMap((code, position) => (code === 'ConditionalCheckFailed' ? [position] : [])));
}

/** Positions of the writes that a failed transaction called invalid: the item holds an unexpected type. */
export function invalidWrites(error: unknown): ReadonlySet<number> {
  const cause = error instanceof WriteFailed ? error.cause : undefined;
  const reasons = cause instanceof TransactionCanceledException ? (cause.CancellationReasons ?? []) : [];
  return new Set(reasons.flatMap((reason, position) => (reason.Code === 'ValidationError' ? [position] : [])));
}

function action(table: Table, write: Write): TransactWriteItem {
  if (write.put === undefined) return { Update: updateInput(table, write) };
  const item = { ...write.put, ...write.key, [VERSION]: writtenVersion(write.key) };
  return { Put: { TableName: table.name, Item: encoded(item), ...expressions(write) } };
}

/** An item that exists keeps its version: the update changes a part of it, and not its form. */
function updateInput(table: Table, write: Write) {
  const { key, update = '', names = [], values } = write;
  const version = `SET #${VERSION} = if_not_exists(#${VERSION}, :${VERSION})`;
  return {
    TableName: table.name,
    Key: encoded({ ...key }),
    UpdateExpression: update.startsWith('SET ') ? `${version}, ${update.slice(4)}` : `${version} ${update}`,
    ...expressions({ ...write, names: [...names, VERSION], values: { ...values, [VERSION]: writtenVersion(key) } }),
  };
}

function expressions(write: Write) {
  const values = Object.entries(write.values ?? {}).map(([name, value]) => [`:${name}`, value]);
  return {
    ...(write.condition !== undefined && { ConditionExpression: write.condition }),
    ...(write.names !== undefined && {
      ExpressionAttributeNames: nameMap(write.names),
    }),
    ...(values.length > 0 && { ExpressionAttributeValues: encoded(Object.fromEntries(values)) }),
  };
}

function nameMap(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`#${name}`, name]));
}
