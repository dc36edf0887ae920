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
  ACCOUNT: 'limits of everything together',
  SICK: 'which services fail',
  SWEEP: 'how the last sweep ended',
  CLAIMS: 'claims that people were told of',
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
/** An action looks whether a storm has begun since it was decided on. */
const ACT = { ...STEP_UNDER_LEASE, GetItem: [...STEP.GetItem, 'ACCOUNT'] } as const satisfies Access;
/** Ends an incident that is given up, and settles its attempt, which Learn may not have come to. */
const GIVE_UP = {
  ...STEP,
  PutItem: [...STEP.PutItem, 'SICK'],
  UpdateItem: ['INC', 'LEASE', 'MEM'],
} as const satisfies Access;

const ACCESS: Readonly<Record<FunctionName, Access>> = {
  intake: { GetItem: ['INC', 'SVC', 'SEEN', 'EXE'], Query: ['INC'], PutItem: ['INC', 'SVC', 'SEEN', 'EXE', 'SICK'] },
  decide: {
    GetItem: ['INC', 'SVC', 'LEASE', 'LIMIT', 'MEM', 'ACCOUNT'],
    Query: ['INC', 'MEM', 'SICK'],
    // A claim that a measure agrees with is from then on a failing service.
    PutItem: ['INC', 'SVC', 'LEASE', 'LIMIT', 'ACCOUNT', 'SICK'],
    // A success that did not last is taken back before the next choice; who waits gives the lease back.
    UpdateItem: ['INC', 'MEM', 'LEASE'],
  },
  'replace-tasks': ACT,
  'flip-toggle': ACT,
  'roll-back': ACT,
  'scale-out': ACT,
  verify: STEP_UNDER_LEASE,
  learn: {
    GetItem: [...STEP.GetItem, 'ACCOUNT'],
    Query: STEP.Query,
    PutItem: [...STEP.PutItem, 'ACCOUNT'],
    UpdateItem: ['INC', 'MEM'],
  },
  // How long the failure lasted untouched is counted in memory.
  // Of an incident that a storm's message speaks for, it is noted that people were told.
  close: {
    ...STEP,
    GetItem: [...STEP.GetItem, 'ACCOUNT'],
    PutItem: [...STEP.PutItem, 'SICK'],
    // And of a claim that nothing confirmed, which one of its source was told.
    UpdateItem: ['INC', 'LEASE', 'MEM', 'CLAIMS'],
  },
  abandon: GIVE_UP,
  // Of an execution that died it finds the incident first.
  reap: { ...GIVE_UP, GetItem: ['INC', 'SVC', 'EXE'] },
  // It finds what is to be reaped itself, and sees whether an alarm's state was taken up before.
  sweep: {
    ...GIVE_UP,
    GetItem: ['INC', 'SVC', 'EXE', 'SEEN', 'SWEEP', 'ACCOUNT'],
    // A storm that is over is taken off the account.
    Query: [...GIVE_UP.Query, 'SICK'],
    PutItem: [...GIVE_UP.PutItem, 'ACCOUNT'],
    UpdateItem: [...GIVE_UP.UpdateItem, 'SWEEP'],
  },
  widget: { GetItem: ['INC', 'SVC'], Query: ['INC'] },
};

/** What a function may do with the table. */
export function tableAccess(scope: PermissionScope, name: FunctionName): readonly Permission[] {
  const access = ACCESS[name];
  return [...tablePermissions(scope.tableArn, access, UNEXERCISED[name]), ...inTransactions(scope.tableArn, access)];
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

const IN_TRANSACTIONS = ['PutItem', 'UpdateItem'] as const satisfies readonly TableAction[];

const ONLY_IF_KEYS_ARE_MISSING =
  'Only where AWS checks a transaction without the keys of its items: no source says that it gives them, and without them no incident could be written.';

/** The fence by prefix does not hold inside a transaction that is checked without keys; with keys this allows nothing. */
function inTransactions(tableArn: string, access: Access): readonly Permission[] {
  const actions = IN_TRANSACTIONS.filter((action) => access[action] !== undefined).map(
    (action) => `dynamodb:${action}`,
  );
  if (actions.length === 0) return [];
  return [
    {
      actions,
      resources: [tableArn],
      conditions: {
        StringEquals: { 'dynamodb:EnclosingOperation': 'TransactWriteItems' },
        Null: { 'dynamodb:LeadingKeys': 'true' },
      },
      why: 'Writes what belongs together as one, also where AWS should not say which items it is about.',
      unexercised: Object.fromEntries(actions.map((action) => [action, ONLY_IF_KEYS_ARE_MISSING])),
    },
  ];
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

const SELDOM_NEEDED =
  'Only what nobody looked after is swept up: workflow tests leave it lying, no run of the lab does.';

/** What every sweep reads: of every service, and of all together. */
const SWEPT_ALWAYS: ReadonlySet<KeyPrefix> = new Set(['SVC', 'ACCOUNT']);

/** What no run of the lab comes to, by action and prefix. */
const UNEXERCISED: Readonly<Partial<Record<FunctionName, Unexercised>>> = {
  verify: {
    'dynamodb:PutItem SVC#':
      'An incident is written with the record of its service; only where somebody changed its health meanwhile.',
  },
  decide: {
    'dynamodb:UpdateItem LEASE#':
      'Only where an incident has to wait after a remedy that did not help: workflow tests make it wait.',
    'dynamodb:PutItem SICK#': 'Only where an application reports a failure that a measure confirms: workflow tests do.',
  },
  close: {
    'dynamodb:GetItem ACCOUNT#':
      'Only in a storm, to see whether people were told of it; no run of the lab fails so widely.',
    'dynamodb:UpdateItem INC#':
      "Only in a storm, whose one message is the member's as well; no run of the lab fails so widely.",
  },
  abandon: { 'dynamodb:UpdateItem MEM#': AFTER_LEARN_FAILED },
  reap: { 'dynamodb:UpdateItem MEM#': AFTER_LEARN_FAILED },
  sweep: unexercisedBySweep(),
};

/** Of the reasons those about one action; none where there are none. */
function reasonsFor(action: string, reasons: Unexercised): Pick<Permission, 'unexercised'> {
  const own = Object.entries(reasons).filter(([use]) => use.startsWith(`dynamodb:${action} `));
  return own.length === 0 ? {} : { unexercised: Object.fromEntries(own) };
}

/** What every sweep reads is used; what it does where it finds something, no run of the lab leaves lying. */
function unexercisedBySweep(): Unexercised {
  const reasons = Object.entries(ACCESS.sweep).flatMap(([action, prefixes]) =>
    prefixes
      .filter((prefix) => prefix !== 'SWEEP' && !(action === 'GetItem' && SWEPT_ALWAYS.has(prefix)))
      .map((prefix) => [`dynamodb:${action} ${prefix}#`, SELDOM_NEEDED] as const),
  );
  return Object.fromEntries(reasons);
}
