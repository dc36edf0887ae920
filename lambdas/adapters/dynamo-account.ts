/**
 * Stores the account's one item and the failing services, which have one small item each, written when an incident opens
 * and closes. So a thousand failures in a minute do not queue behind one item. The rules are in `core/limits`.
 */
import { afterAttempt, FRESH_ACCOUNT, withStormAfter, withStormTold, type Account } from '../../core/limits/account.ts';
import type { AttemptOutcome } from '../../core/limits/breaker.ts';
import type { AccountPolicy } from '../../core/limits/policy.ts';
import { lastClosed, sickAt, type SickService } from '../../core/limits/storm.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { Conflict, ReadFailed, WriteFailed } from '../../core/ports/errors.ts';
import type { FleetReading, FleetRequest } from '../../core/limits/requests.ts';
import { STORED_ACCOUNT, STORED_SICK } from '../../core/stored/stored-types.ts';
import { sickServiceOf } from '../../core/incident/sick-service.ts';
import { fromJson, numberOf, toJson } from './dynamo-item.ts';
import { keys, traceExpiry } from './dynamo-keys.ts';
import { getItem, pause, queryItems, writeAll, type Table, type Write } from './dynamo-table.ts';

/** The account with the revision that the next write is conditional on; 0 before the first write. */
export interface StoredAccount {
  readonly account: Account;
  readonly revision: number;
}

/** Rounds of reading and writing while other executions change the account. */
const ROUNDS_MAX = 8;
/** More services than one healer can have. */
const SERVICES_MAX = 5_000;

export async function readAccount(table: Table): Promise<StoredAccount> {
  const item = await getItem(table, keys.account());
  if (item === undefined) return { account: FRESH_ACCOUNT, revision: 0 };
  return { account: fromJson(item, 'data', STORED_ACCOUNT), revision: numberOf(item, 'revision') };
}

export function accountWrite(account: Account, revision: number): Write {
  const write = {
    key: keys.account(),
    put: { data: toJson('The account', account, STORED_ACCOUNT), revision: revision + 1, storm: account.storm?.level },
  };
  if (revision === 0) return { ...write, condition: 'attribute_not_exists(pk)' };
  return { ...write, condition: '#revision = :revision', names: ['revision'], values: { revision } };
}

/**
 * What a reading of the fleet consists of. It writes a storm that begins, grows or ends.
 * @throws ReadFailed also when the write failed, because the storm is then unknown
 */
export async function readFleet(table: Table, request: FleetRequest): Promise<Omit<FleetReading, 'log'>> {
  const { account: policy, services } = request.bounds;
  const records = await readSick(table);
  const watch = { ...request, records, services, policy };
  const account = await changeAccount(table, (before) => withStormAfter(before, watch)).catch((error: unknown) => {
    if (!(error instanceof Conflict || error instanceof WriteFailed)) throw error;
    throw new ReadFailed('The account could not be kept up with the storm', { cause: error });
  });
  return { sick: sickAt(records, policy, request.now), account, ...lastClosed(records) };
}

/** Reads the failing services only during a storm. */
export async function lookAfterStorm(
  table: Table,
  { bounds, now }: Omit<FleetRequest, 'incidentId' | 'service'>,
): Promise<Omit<FleetReading, 'log'>> {
  const { account: found } = await readAccount(table);
  if (found.storm === undefined) return { account: found, sick: [] };
  const records = await readSick(table);
  const { account: policy, services } = bounds;
  const account = await changeAccount(table, (before) =>
    before.storm === undefined
      ? before
      : withStormAfter(before, { records, services, policy, now, incidentId: before.storm.declaredBy }),
  );
  return { account, sick: sickAt(records, policy, now) };
}

export async function tellStorm(table: Table, since: number): Promise<void> {
  await changeAccount(table, (before) => withStormTold(before, since));
}

export async function reportOutcome(
  table: Table,
  outcome: AttemptOutcome,
  policy: AccountPolicy,
): Promise<'recorded' | 'already'> {
  let told = true;
  await changeAccount(table, (before) => {
    const after = afterAttempt(before, outcome, policy);
    told = after === before;
    return after;
  });
  return told ? 'already' : 'recorded';
}

/**
 * Applies `change` to the account and writes the result onto the revision that it read. @throws Conflict after too many
 * other writers
 */
async function changeAccount(table: Table, change: (before: Account) => Account): Promise<Account> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    if (round > 0) await pause();
    const { account, revision } = await readAccount(table);
    const after = change(account);
    if (after === account) return account;
    if ((await writeAll(table, [accountWrite(after, revision)])).kind === 'written') return after;
  }
  throw new Conflict(`The account changed ${ROUNDS_MAX} times while it was written`);
}

async function readSick(table: Table): Promise<readonly SickService[]> {
  const items = await queryItems(table, { prefix: keys.sick(''), limit: SERVICES_MAX, attributes: ['data'] });
  return items.map((item) => fromJson(item, 'data', STORED_SICK));
}

/** Records that the service fails, or no longer does, with the first or last state of an incident. */
export function sickWrite(incident: Incident): Write {
  const data = toJson('A failing service', sickServiceOf(incident), STORED_SICK);
  return { key: keys.sick(incident.service), put: { data, ttl: traceExpiry(incident.openedAt) } };
}
