/** Reads every incident in the healer's table, also those of services that are no longer registered. */
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Incident } from '../../core/incident/incident.ts';
import { ReadFailed } from '../../core/ports/errors.ts';
import { decoded } from '../../lambdas/adapters/dynamo-item.ts';
import { keys } from '../../lambdas/adapters/dynamo-keys.ts';
import { incidentOf } from '../../lambdas/adapters/dynamo-records.ts';
import { scanned } from '../pages.ts';

export interface IncidentsRead {
  readonly incidents: readonly Incident[];
  /** Keys of unreadable incidents. */
  readonly damaged: readonly string[];
}

/** Reads the whole table. @throws errors of the SDK, and an error after too many pages */
export async function incidentsIn(client: DynamoDBClient, table: string): Promise<IncidentsRead> {
  const items = await scanned(client, {
    TableName: table,
    FilterExpression: 'sk = :incident',
    ExpressionAttributeValues: { ':incident': { S: keys.incident('any').sk } },
  });
  const read = items.map(readable);
  return {
    incidents: read.flatMap((one) => (typeof one === 'string' ? [] : [one])),
    damaged: read.filter((one) => typeof one === 'string'),
  };
}

/** The incident, or the key of an item that cannot be read as one. */
function readable(item: Readonly<Record<string, AttributeValue>>): Incident | string {
  const key = item['pk']?.S ?? '';
  try {
    return incidentOf(decoded(item));
  } catch (error) {
    if (error instanceof ReadFailed) return key;
    throw error;
  }
}
