/**
 * What the healer writes into its table, as it writes it: incidents and the records of services, taken from the
 * recorded calls. So the lab sees every step without asking, and nothing of the healer is told to report to it.
 */
import type { Incident } from '../core/incident/incident.ts';
import type { ServiceRecord } from '../core/incident/service-record.ts';
import { isObject, type Json } from 'loopback-aws/fields.ts';
import type { CallRecord } from 'loopback-aws/dispatch.ts';

export type Stored =
  | { readonly kind: 'incident'; readonly incident: Incident }
  | { readonly kind: 'record'; readonly record: ServiceRecord };

/** Sort keys of the two items that carry state; their content is the JSON in `data`. */
const KINDS: Readonly<Record<string, Stored['kind']>> = { INCIDENT: 'incident', STATE: 'record' };

/** The incidents and records one call wrote; none when it is another call or was refused. */
export function storedBy(call: CallRecord): readonly Stored[] {
  if (call.service !== 'dynamodb' || call.error !== undefined) return [];
  return puts(call.input).flatMap((item) => storedItem(item) ?? []);
}

/** Sort key of what a decision was made on. */
const DECISION_PREFIX = 'DECISION#';

/** The decision with its facts, as JSON, that one call stored; undefined when it stored none. */
export function decisionBy({ service, operation, input, error }: CallRecord): string | undefined {
  if (service !== 'dynamodb' || operation !== 'UpdateItem' || error !== undefined) return undefined;
  const { Key: key, ExpressionAttributeValues: values } = input;
  if (!isObject(key) || !isObject(values) || !textOf(key['sk']).startsWith(DECISION_PREFIX)) return undefined;
  return textOf(values[':data']);
}

function puts(input: Json): readonly Json[] {
  const items = Array.isArray(input['TransactItems'])
    ? (input['TransactItems'] as readonly unknown[])
    : [{ Put: input }];
  return items.flatMap((item) => {
    const put = isObject(item) ? item['Put'] : undefined;
    return isObject(put) && isObject(put['Item']) ? [put['Item']] : [];
  });
}

function storedItem(item: Json): Stored | undefined {
  const kind = KINDS[textOf(item['sk'])];
  if (kind === undefined) return undefined;
  const data: unknown = JSON.parse(textOf(item['data']));
  return kind === 'incident' ? { kind, incident: data as Incident } : { kind, record: data as ServiceRecord };
}

/** The text of an attribute of an item; empty for any other. */
export function textOf(attribute: unknown): string {
  return isObject(attribute) && typeof attribute['S'] === 'string' ? attribute['S'] : '';
}
