/** Reading the item a write is about: for old items on failed conditions, and for putting transactions back. */
import type { Dynalite } from './dynalite.ts';
import { isObject, object, text, type Json } from './fields.ts';

/** The item an action is about, as it is now. */
export async function currentItem(dynalite: Dynalite, action: Json): Promise<Json | undefined> {
  const read = dynalite.prepare('GetItem', {
    TableName: action['TableName'],
    Key: action['Key'],
    ConsistentRead: true,
  });
  const { Item } = await read();
  return isObject(Item) ? Item : undefined;
}

/** The key of a write: given as `Key`, or the key attributes of the `Item` of a put. */
export async function keyOf(dynalite: Dynalite, action: Json): Promise<Json> {
  if (action['Item'] === undefined) return object(action, 'Key');
  const { Table } = await dynalite.prepare('DescribeTable', { TableName: text(action, 'TableName') })();
  const schema =
    isObject(Table) && Array.isArray(Table['KeySchema']) ? (Table['KeySchema'] as { AttributeName: string }[]) : [];
  const item = object(action, 'Item');
  return Object.fromEntries(schema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]));
}
