/** Reads every incident in the healer's table, also those of services that are no longer registered. */
import { ScanCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Incident } from '../../core/incident/incident.ts';
import { ReadFailed } from '../../core/ports/errors.ts';
import { decoded } from '../../lambdas/adapters/dynamo-item.ts';
import { keys } from '../../lambdas/adapters/dynamo-keys.ts';
import { incidentOf } from '../../lambdas/adapters/dynamo-records.ts';
import { allPages } from '../pages.ts';

export interface IncidentsRead {
  readonly incidents: readonly Incident[];
  /** Keys of unreadable incidents. */
  readonly damaged: readonly string[];
}

/** Pages of a megabyte; no healer has more. */
const PAGES_MAX = 2_000;

/** Reads the whole table. @throws errors of the SDK, and an error after too many pages */
export async function incidentsIn(client: DynamoDBClient, table: string): Promise<IncidentsRead> {
  const items = await allPages(async (start: string | undefined) => {
    const answer = await client.send(
      new ScanCommand({
        TableName: table,
        FilterExpression: 'sk = :incident',
        ExpressionAttributeValues: { ':incident': { S: keys.incident('any').sk } },
        ...(start !== undefined && { ExclusiveStartKey: JSON.parse(start) as Record<string, AttributeValue> }),
      }),
    );
    const next = answer.LastEvaluatedKey === undefined ? undefined : JSON.stringify(answer.LastEvaluatedKey);
    return { items: answer.Items, next };
  }, PAGES_MAX);
  const read = items.map((item) => readable(item));
  return {
    incidents: read.flatMap((one) => (typeof one === 'string' ? [] : [one])),
    damaged: read.filter((one) => typeof one === 'string'),
  };
}

/** The incident, or the key of an item that cannot be read as one. */
function readable(item: Readonly<Record<string, AttributeValue>>): Incident | string {
  const key = item['pk']?.S ?? '';
  try {
    const incident = incidentOf(decoded(item));
    return Array.isArray(incident.attempts) && typeof incident.phase === 'string' ? incident : key;
  } catch (error) {
    if (error instanceof ReadFailed) return key;
    throw error;
  }
}
