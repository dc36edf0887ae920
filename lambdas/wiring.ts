/**
 * The composition root: which adapter stands behind each port in AWS. Each handler asks only for the ports of its
 * stage, so that a bundle carries only the clients its function may use.
 */
import { environmentVariable } from './adapters/aws-call.ts';
import { dynamoLedger } from './adapters/dynamo-ledger.ts';
import { dynamoTable } from './adapters/dynamo-table.ts';
import type { Topics } from './adapters/sns-notifier.ts';
import { systemClock } from './adapters/system-clock.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Ledger } from '../core/ports/ledger.ts';
import type { Table } from './adapters/dynamo-table.ts';

/** What every stage needs: time, and the record of incidents. `table` serves the other ports kept in it. */
export interface Base {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly table: Table;
}

/** Reads `TABLE_NAME` through the table's adapter. @throws when it is not set. */
export function base(): Base {
  const table = dynamoTable();
  return { clock: systemClock, ledger: dynamoLedger(table), table };
}

/** Topics the reaper publishes to; there is one for chat where `CHAT_TOPIC_ARN` is set. @throws without `TOPIC_ARN`. */
export function topics(): Topics {
  return { people: environmentVariable('TOPIC_ARN'), chat: process.env['CHAT_TOPIC_ARN'] };
}
