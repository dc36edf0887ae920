/**
 * Who reaches which items of the healer's one table. The table has no rows of its own per function, so the fence is the
 * beginning of the partition key: what only counts attempts cannot touch leases, what only reads a lease cannot touch
 * memory. It must not know what is in the items.
 */
import type { FunctionName } from '../functions.ts';
import type { Conditions, Permission, PermissionScope } from './permission.ts';

/** What partition keys begin with, before the `#`; as the Lambdas' `dynamo-keys` spells them, and a test compares. */
export type KeyPrefix = keyof typeof KEY_PREFIXES;

/** What lies under each, in words. */
export const KEY_PREFIXES = {
  SVC: 'records of services',
  INC: 'incidents with their signals and attempts',
  SEEN: 'signals seen',
  EXE: 'executions',
  LEASE: 'leases of groups',
  LIMIT: 'limits of services',
  MEM: 'memory',
} as const;

/** What is done with items. No Scan, no DeleteItem: nothing is ever deleted but by its time to live. */
type TableAction = 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem';

type Unexercised = NonNullable<Permission['unexercised']>;

type Access = Readonly<Partial<Record<TableAction, readonly KeyPrefix[]>>>;

const WORDS: Readonly<Record<TableAction, string>> = {
  GetItem: 'Reads',
  Query: 'Lists',
  PutItem: 'Writes',
  UpdateItem: 'Changes single values of',
};

/** What every stage of an incident does: reads it, takes one step, writes it and the record of its service. */
const STEP = { GetItem: ['INC', 'SVC'], Query: ['INC'], PutItem: ['INC', 'SVC'] } as const satisfies Access;
/** An action or a verification holds the lease of its group while it works. */
const STEP_UNDER_LEASE = { ...STEP, UpdateItem: ['LEASE'] } as const satisfies Access;
/** Ends an incident that is given up, and settles its attempt, which Learn may not have come to. */
const GIVE_UP = { ...STEP, UpdateItem: ['INC', 'LEASE', 'MEM'] } as const satisfies Access;

const ACCESS: Readonly<Record<FunctionName, Access>> = {
  intake: { GetItem: ['INC', 'SVC', 'SEEN', 'EXE'], Query: ['INC'], PutItem: ['INC', 'SVC', 'SEEN', 'EXE'] },
  decide: {
    GetItem: ['INC', 'SVC', 'LEASE', 'LIMIT', 'MEM'],
    Query: ['INC', 'MEM'],
    PutItem: ['INC', 'SVC', 'LEASE', 'LIMIT'],
    // A success that did not last is taken back before the next choice.
    UpdateItem: ['INC', 'MEM'],
  },
  'replace-tasks': STEP_UNDER_LEASE,
  'flip-toggle': STEP_UNDER_LEASE,
  'roll-back': STEP_UNDER_LEASE,
  verify: STEP_UNDER_LEASE,
  learn: { ...STEP, UpdateItem: ['INC', 'MEM'] },
  // How long the failure lasted untouched is counted in memory.
  close: { ...STEP_UNDER_LEASE, UpdateItem: ['LEASE', 'MEM'] },
  abandon: GIVE_UP,
  // Of an execution that died it finds the incident first.
  reap: { ...GIVE_UP, GetItem: ['INC', 'SVC', 'EXE'] },
  widget: { GetItem: ['INC', 'SVC'], Query: ['INC'] },
};

/** What a function may do with the table. */
export function tableAccess(scope: PermissionScope, name: FunctionName): readonly Permission[] {
  return tablePermissions(scope.tableArn, ACCESS[name], UNEXERCISED[name]);
}

/**
 * Statements for these actions on these prefixes. One for each action, with all its prefixes: a transaction may be judged
 * with the keys of all its items at once.
 */
export function tablePermissions(
  tableArn: string,
  access: Access,
  unexercised: Unexercised = {},
): readonly Permission[] {
  return Object.entries(access).map(([action, prefixes]) => ({
    actions: [`dynamodb:${action}`],
    resources: [tableArn],
    conditions: onKeys(prefixes),
    why: `${WORDS[action as TableAction]} ${list(prefixes.map((prefix) => KEY_PREFIXES[prefix]))}.`,
    ...reasonsFor(action, unexercised),
  }));
}

/** `ForAllValues` is true of a request without keys; the second condition is not. */
function onKeys(prefixes: readonly KeyPrefix[]): Conditions {
  return {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map((prefix) => `${prefix}#*`) },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
}

function list(words: readonly string[]): string {
  const [last, ...others] = words.toReversed();
  return others.length === 0 ? (last ?? '') : `${others.toReversed().join(', ')} and ${last}`;
}

const AFTER_LEARN_FAILED =
  'Only where Learn failed for good after the attempt had ended: the attempt is counted all the same.';

/** What no run of the lab comes to, by action and prefix. */
const UNEXERCISED: Readonly<Partial<Record<FunctionName, Unexercised>>> = {
  verify: {
    'dynamodb:PutItem SVC#':
      'An incident is written with the record of its service; only where somebody changed its health meanwhile.',
  },
  abandon: { 'dynamodb:UpdateItem MEM#': AFTER_LEARN_FAILED },
  reap: { 'dynamodb:UpdateItem MEM#': AFTER_LEARN_FAILED },
};

/** Of the reasons those about one action; none where there are none. */
function reasonsFor(action: string, reasons: Unexercised): Pick<Permission, 'unexercised'> {
  const own = Object.entries(reasons).filter(([use]) => use.startsWith(`dynamodb:${action} `));
  return own.length === 0 ? {} : { unexercised: Object.fromEntries(own) };
}
