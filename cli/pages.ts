/** Reads all pages of an AWS list. It never returns a part silently: after too many pages it throws. */
import { ScanCommand, type DynamoDBClient, type ScanCommandInput } from '@aws-sdk/client-dynamodb';

/** Pages of one list: at a hundred items each, more than any stack, role or topic of a healer has. */
const PAGES_MAX = 30;

/** Pages of a megabyte: a healer keeps decisions for months, and two gigabytes are more than memory should hold. */
const SCANNED_PAGES_MAX = 2_000;

/** One page, and the token of the next. */
export interface Page<Item> {
  readonly items: readonly Item[] | undefined;
  readonly next: string | undefined;
}

/** All items. @throws when there are more pages than `pagesMax`. */
export async function allPages<Item>(
  read: (token: string | undefined) => Promise<Page<Item>>,
  pagesMax = PAGES_MAX,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  let token: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const { items, next } = await read(token);
    all.push(...(items ?? []));
    if (next === undefined || next === '') return all;
    token = next;
  }
  throw new Error(`AWS has more than ${pagesMax} pages of this`);
}

/** All items of a table that the filter lets through. @throws errors of the SDK, and an error after too many pages */
export async function scanned(client: DynamoDBClient, input: ScanCommandInput) {
  return await allPages(async (start) => {
    const from = start !== undefined && { ExclusiveStartKey: JSON.parse(start) };
    const { Items, LastEvaluatedKey: last } = await client.send(new ScanCommand({ ...input, ...from }));
    return { items: Items, next: last && JSON.stringify(last) };
  }, SCANNED_PAGES_MAX);
}
