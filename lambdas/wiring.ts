/**
 * The composition root: the AWS adapter behind each port. Each handler asks only for the ports of its stage, so that its
 * bundle contains only the clients that its function may use.
 */
import { environmentVariable } from './adapters/aws-call.ts';
import { dynamoLedger } from './adapters/dynamo-ledger.ts';
import { dynamoTable, type Table } from './adapters/dynamo-table.ts';
import type { Topics } from './adapters/sns-notifier.ts';
import { systemClock } from './adapters/system-clock.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Ledger } from '../core/ports/ledger.ts';

/** What every stage needs: the time and the record of incidents. The other ports that use the table get it as `table`. */
export interface Base {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly table: Table;
}

/** Reads `TABLE_NAME`. @throws when it is missing. */
export function base(): Base {
  const table = dynamoTable();
  return { clock: systemClock, ledger: dynamoLedger(table), table };
}

/** Topics of the reaper; chat is set if `CHAT_TOPIC_ARN` is. @throws without `TOPIC_ARN`. */
export function topics(): Topics {
  return { people: environmentVariable('TOPIC_ARN'), chat: process.env['CHAT_TOPIC_ARN'] };
}
