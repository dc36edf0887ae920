/**
 * What one call would be billed for, from what was asked and what came back: units of DynamoDB by the size of items,
 * metrics and alarms read, messages published. Rules of DynamoDB's units:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
import type { Usage } from '../../core/cost/heal-cost.ts';
import type { CallRecord } from 'loopback-aws/dispatch.ts';
import { isObject, type Json } from 'loopback-aws/fields.ts';

const WRITE_UNIT_BYTES = 1024;
const READ_UNIT_BYTES = 4096;
/** A transaction prepares and commits: two units for one. */
const TRANSACTION_FACTOR = 2;
/** A read that may be late costs half. */
const EVENTUAL_FACTOR = 0.5;

/** What the call used; nothing for calls that are free. */
export function callUsage({ service, operation, input }: CallRecord, result: unknown): Partial<Usage> {
  if (service === 'dynamodb') return tableUsage(operation, input, result);
  if (service === 'sns' && operation === 'Publish') return { publishes: 1 };
  if (operation === 'GetMetricData') {
    const queries = listOf(input['MetricDataQueries']);
    return { metricReads: queries.filter((query) => isObject(query) && isObject(query['MetricStat'])).length };
  }
  return operation === 'DescribeAlarms' ? { alarmReads: 1 } : {};
}

function tableUsage(operation: string, input: Json, result: unknown): Partial<Usage> {
  switch (operation) {
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return { writeUnits: writeUnits(input) };
    case 'TransactWriteItems':
      return {
        writeUnits: listOf(input['TransactItems'])
          .flatMap((item) => Object.values(isObject(item) ? item : {}))
          .reduce<number>((sum, action) => sum + TRANSACTION_FACTOR * writeUnits(isObject(action) ? action : {}), 0),
      };
    case 'GetItem':
    case 'Query': {
      const answer = isObject(result) ? result : {};
      const bytes = [answer['Item'], ...listOf(answer['Items'])].reduce<number>((sum, item) => sum + size(item), 0);
      const units = Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES));
      return { readUnits: units * (input['ConsistentRead'] === true ? 1 : EVENTUAL_FACTOR) };
    }
    default:
      return {};
  }
}

/**
 * By the item that is put; of an update, whose item is not seen here, by what it sets. Items that are updated hold a few
 * numbers, far less than a unit.
 */
function writeUnits(action: Json): number {
  const written = action['Item'] ?? { ...object(action['Key']), ...object(action['ExpressionAttributeValues']) };
  return Math.max(1, Math.ceil(size(written) / WRITE_UNIT_BYTES));
}

/** Bytes of names and values, as DynamoDB counts them; the type of a value costs nothing. */
function size(item: unknown): number {
  return Object.entries(object(item)).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value),
    0,
  );
}

/** A list or map costs three bytes besides what is in it. */
const CONTAINER_BYTES = 3;

function valueSize(attribute: unknown): number {
  const [[type, value] = ['', undefined]] = Object.entries(object(attribute));
  if (type === 'M') return CONTAINER_BYTES + size(value);
  if (type === 'L') return CONTAINER_BYTES + listOf(value).reduce<number>((sum, one) => sum + valueSize(one), 0);
  return typeof value === 'string' ? Buffer.byteLength(value) : 1;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function object(value: unknown): Json {
  return isObject(value) ? value : {};
}
