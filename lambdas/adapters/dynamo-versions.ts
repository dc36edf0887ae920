/**
 * The version in every item of the table: which form of the healer's it has. The table writes it and looks at it before
 * anything else, so that no adapter reads what a later healer wrote. Pure.
 */
import { Damaged } from '../../core/ports/errors.ts';
import { STORED_INCIDENT } from '../../core/stored/stored-incident.ts';
import { STORED_RECORD } from '../../core/stored/stored-record.ts';
import { unknownVersion, versionOf, type StoredType } from '../../core/stored/stored-type.ts';
import { versionIn, type Item } from './dynamo-item.ts';
import { keys, type Key } from './dynamo-keys.ts';

type Forms = Pick<StoredType<unknown>, 'earlier'>;

/** Items whose form has changed, by sort key; every other item still has its first. */
const CHANGED: Readonly<Record<string, Forms>> = {
  [keys.incident('any').sk]: STORED_INCIDENT,
  [keys.service('any').sk]: STORED_RECORD,
};

function formsOf(sortKey: string): Forms {
  return CHANGED[sortKey] ?? { earlier: [] };
}

/** The version that this healer writes. */
export function writtenVersion({ sk }: Key): number {
  return versionOf(formsOf(sk));
}

/** The item, if this healer knows its version. @throws Damaged */
export function ofKnownVersion(item: Item): Item {
  const why = unknownVersion(formsOf(String(item['sk'])), versionIn(item));
  if (why !== undefined) throw new Damaged(`${item['pk']} ${item['sk']} cannot be read: ${why}`);
  return item;
}
