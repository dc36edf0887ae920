/**
 * Which function may touch which items of the healer's one table. All functions share the table, so the limit is the
 * prefix of the partition key: a function that only counts attempts cannot touch leases, and one that only reads a lease
 * cannot touch memory.
 */
import { forActions, type FunctionName } from '../functions.ts';
import type { Conditions, Permission, PermissionScope } from './permission.ts';

/** Prefixes of partition keys, before the `#`. A test compares them with the Lambdas' `dynamo-keys`. */
export type KeyPrefix = keyof typeof KEY_PREFIXES;

/** The items of each prefix, in words. */
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

/** No Scan and no DeleteItem: only their time to live ever deletes items. */
type TableAction = 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem';

type Unexercised = NonNullable<Permission['unexercised']>;

type Access = Readonly<Partial<Record<TableAction, readonly KeyPrefix[]>>>;

const WORDS: Readonly<Record<TableAction, string>> = {
  GetItem: 'Reads',
  Query: 'Lists',
  PutItem: 'Writes',
  UpdateItem: 'Changes single values of',
};

/** Every stage of an incident reads it, takes one step, and writes it and the record of its service. */
const STEP = { GetItem: ['INC', 'SVC'], Query: ['INC'], PutItem: ['INC', 'SVC'] } as const satisfies Access;
/** Actions and verification also renew the lease of their group. */
const STEP_UNDER_LEASE = { ...STEP, UpdateItem: ['LEASE'] } as const satisfies Access;
/** An action also checks whether a storm has begun since the decision. */
const ACT = { ...STEP_UNDER_LEASE, GetItem: [...STEP.GetItem, 'ACCOUNT'] } as const satisfies Access;
/** Ends an incident that was given up, and settles its attempt, because Learn may not have run. */
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
    // A claim that a measure confirms becomes a failing service.
    PutItem: ['INC', 'SVC', 'LEASE', 'LIMIT', 'ACCOUNT', 'SICK'],
    // Decide reverses a success that did not last, and frees the lease of a waiting incident.
    UpdateItem: ['INC', 'MEM', 'LEASE'],
  },
  ...forActions(() => ACT),
  verify: STEP_UNDER_LEASE,
  learn: {
    GetItem: [...STEP.GetItem, 'ACCOUNT'],
    Query: STEP.Query,
    PutItem: [...STEP.PutItem, 'ACCOUNT'],
    UpdateItem: ['INC', 'MEM'],
  },
  // Memory counts how long the failure lasted without a remedy. A member of a storm is marked as told.
  close: {
    ...STEP,
    GetItem: [...STEP.GetItem, 'ACCOUNT'],
    PutItem: [...STEP.PutItem, 'SICK'],
    // Also marks the claim that speaks for its source.
    UpdateItem: ['INC', 'LEASE', 'MEM', 'CLAIMS'],
  },
  abandon: GIVE_UP,
  // The reaper starts from the dead execution and finds its incident.
  reap: { ...GIVE_UP, GetItem: ['INC', 'SVC', 'EXE'] },
  // The sweep finds incidents itself, and checks whether an alarm's state was answered before.
  sweep: {
    ...GIVE_UP,
    GetItem: ['INC', 'SVC', 'EXE', 'SEEN', 'SWEEP', 'ACCOUNT'],
    // Removes a storm that is over from the account.
    Query: [...GIVE_UP.Query, 'SICK'],
    PutItem: [...GIVE_UP.PutItem, 'ACCOUNT'],
    UpdateItem: [...GIVE_UP.UpdateItem, 'SWEEP'],
  },
  widget: { GetItem: ['INC', 'SVC'], Query: ['INC'] },
};

export function tableAccess(scope: PermissionScope, name: FunctionName): readonly Permission[] {
  const access = ACCESS[name];
  return [...tablePermissions(scope.tableArn, access, UNEXERCISED[name]), ...inTransactions(scope.tableArn, access)];
}

/**
 * One statement per action, with all its prefixes: IAM may check a transaction with the keys of all its items at once.
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

/** Prefixes cannot limit a transaction that IAM checks without keys; with keys this permission allows nothing. */
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

/** `ForAllValues` is true for a request without keys; the second condition is not. */
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

const SELDOM_NEEDED = 'Only for lost events and dead executions: workflow tests have them, no run of the lab does.';

/** What every sweep reads, whatever it finds. */
const SWEPT_ALWAYS: ReadonlySet<KeyPrefix> = new Set(['SVC', 'ACCOUNT']);

/** What no run of the lab reaches, by action and prefix. */
const UNEXERCISED: Readonly<Partial<Record<FunctionName, Unexercised>>> = {
  verify: {
    'dynamodb:PutItem SVC#':
      'An incident is written with the record of its service; only where its health changed meanwhile.',
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

/** The reasons for one action. */
function reasonsFor(action: string, reasons: Unexercised): Pick<Permission, 'unexercised'> {
  const own = Object.entries(reasons).filter(([use]) => use.startsWith(`dynamodb:${action} `));
  return own.length === 0 ? {} : { unexercised: Object.fromEntries(own) };
}

/** Every sweep reads these items; no run of the lab leaves it anything to repair. */
function unexercisedBySweep(): Unexercised {
  const reasons = Object.entries(ACCESS.sweep).flatMap(([action, prefixes]) =>
    prefixes
      .filter((prefix) => prefix !== 'SWEEP' && !(action === 'GetItem' && SWEPT_ALWAYS.has(prefix)))
      .map((prefix) => [`dynamodb:${action} ${prefix}#`, SELDOM_NEEDED] as const),
  );
  return Object.fromEntries(reasons);
}
