/**
 * The `Sweeps` and `Heartbeat` ports over the table, one small item each. A sweep takes its turn by writing a time on
 * condition that the previous turn is over, so only one of two concurrent sweeps goes on.
 */
import type { Heartbeat, Sweeps } from '../../core/ports/upkeep.ts';
import { STORED_SWEEP } from '../../core/stored/stored-types.ts';
import { WriteFailed } from '../../core/ports/errors.ts';
import { fromJson, numberOf, toJson } from './dynamo-item.ts';
import { keys } from './dynamo-keys.ts';
import { getItem, updateItem, writeAll, type Table } from './dynamo-table.ts';

export function dynamoSweeps(table: Table): Sweeps {
  const key = keys.sweep();
  return {
    async last() {
      const item = await getItem(table, key);
      return item?.['data'] === undefined ? undefined : fromJson(item, 'data', STORED_SWEEP);
    },
    begin: (now, until) =>
      updateItem(table, {
        key,
        update: 'SET #until = :until',
        condition: 'attribute_not_exists(#until) OR #until <= :now',
        names: ['until'],
        values: { until, now },
      }),
    async end(record) {
      // Zero is before every clock: the turn is free.
      const values = { data: toJson('How the sweep ended', record, STORED_SWEEP), free: 0 };
      await updateItem(table, { key, update: 'SET #data = :data, #until = :free', names: ['data', 'until'], values });
    },
  };
}

export function dynamoHeartbeat(table: Table): Heartbeat {
  const key = keys.heartbeat();
  return {
    async leave(at) {
      // Replaces the whole item, as for incidents, so that it needs no additional right.
      const outcome = await writeAll(table, [{ key, put: { at } }]);
      if (outcome.kind === 'refused') throw new WriteFailed('The mark of the heartbeat could not be written');
    },
    async left() {
      const item = await getItem(table, key);
      return item === undefined ? undefined : numberOf(item, 'at');
    },
  };
}
