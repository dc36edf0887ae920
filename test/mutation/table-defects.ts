/** Defects of consistent reads and conditional writes of the table. */
import { inFile, type Defect } from './defect.ts';

export const TABLE_DEFECTS: readonly Defect[] = [
  ...inFile(
    'lambdas/adapters/dynamo-table.ts',
    ['test/contract/stale-reads.test.ts'],
    [
      {
        name: 'stale-item',
        what: 'an item is read as it was a moment ago',
        from: 'ConsistentRead: true });',
        to: 'ConsistentRead: false });',
      },
      {
        name: 'stale-query',
        what: 'a list is read as it was a moment ago',
        from: '      ConsistentRead: true,\n',
        to: '      ConsistentRead: false,\n',
      },
      {
        name: 'first-page',
        what: 'only the first page of a list is read',
        from: 'if (start === undefined || items.length >= limit) return items;',
        to: 'return items;',
      },
      {
        name: 'oldest-first',
        what: 'of too many the oldest are read',
        from: 'ScanIndexForward: newest !== true',
        to: 'ScanIndexForward: newest === true',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/dynamo-table.ts',
    ['test/contract/torn-writes.test.ts'],
    [
      {
        name: 'refused-is-written',
        what: 'a write that was refused counts as made',
        from: "if (failed.size > 0 || left === 1) return { kind: 'refused', failed };",
        to: "return { kind: 'written' };",
      },
      {
        name: 'conflict-is-refused',
        what: 'a conflict that passes is a refusal',
        from: 'if (failed.size > 0 || left === 1) return',
        to: 'if (failed.size >= 0 || left === 1) return',
      },
      {
        name: 'invalid-is-refused',
        what: 'a write that DynamoDB calls wrong is only refused',
        from: 'if (!expected || codes.length === 0) throw error;',
        to: '',
      },
      {
        name: 'condition-unseen',
        what: 'a condition that failed belongs to no write',
        from: "code === 'ConditionalCheckFailed' ? [position] : []",
        to: "code === 'ValidationError' ? [position] : []",
      },
      {
        name: 'update-not-refused',
        what: 'an update that was refused counts as made',
        from: 'if (error instanceof ConditionalCheckFailedException) return false;',
        to: 'if (error instanceof ConditionalCheckFailedException) return true;',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/dynamo-limits.ts',
    ['test/contract/conditional-writes.test.ts'],
    [
      {
        name: 'lease-overwritten',
        what: 'a lease is written over another that came meanwhile',
        from: "condition: '#holder = :holder AND #fence = :fence AND #until = :until'",
        to: "condition: '#holder <> :holder OR #fence <= :fence OR #until <= :until OR #fence > :fence'",
      },
      {
        name: 'first-lease-overwritten',
        what: 'the first lease of a group is given twice',
        from: "  if (before === undefined) return { ...write, condition: 'attribute_not_exists(pk)' };\n  return {\n    ...write,\n    condition: '#holder",
        to: "  if (before === undefined) return write;\n  return {\n    ...write,\n    condition: '#holder",
      },
      {
        name: 'window-overwritten',
        what: 'the log of attempts is written over one that came meanwhile',
        from: "return { key, put, condition: '#revision = :revision', names: ['revision'], values: { revision } };",
        to: 'return { key, put };',
      },
      {
        name: 'first-window-overwritten',
        what: 'two first attempts count as one',
        from: "if (revision === 0) return { key, put, condition: 'attribute_not_exists(pk)' };\n",
        to: 'if (revision === 0) return { key, put };\n',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/dynamo-limits.ts',
    ['test/contract/old-records.test.ts'],
    [
      {
        name: 'unknown-is-pending',
        what: 'an attempt in an unknown state may go on',
        from: "?? 'censored'",
        to: "?? 'pending'",
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/dynamo-limits.ts',
    ['test/contract/dynamodb.test.ts#(Limits|Account) in DynamoDB|DynamoDB that fails'],
    [
      {
        name: 'renewed-late',
        what: 'a lease that has run out is renewed',
        from: 'condition: onlyAfter === undefined ? ours : `${ours} AND #until > :now`',
        to: 'condition: onlyAfter === undefined ? ours : `${ours} AND :now = :now`',
      },
      {
        name: 'renewed-by-all',
        what: 'any fence renews a lease',
        from: "'#holder = :holder AND #fence = :fence';\n",
        to: "'#holder = :holder AND #fence >= :fence';\n",
      },
      {
        name: 'refused-is-granted',
        what: 'a reservation that was refused counts as given',
        from: "if (outcome.kind === 'refused') return undefined;",
        to: '',
      },
      {
        name: 'idle-at-work',
        what: 'who gave back its lease counts as at work',
        from: 'account: atWork(account, leases, request.now)',
        to: 'account',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/dynamo-records.ts',
    ['test/contract/conditional-writes.test.ts'],
    [
      {
        name: 'incident-overwritten',
        what: 'an incident is written over a later one',
        from: "    condition: '#revision = :revision',\n    names: ['revision'],\n    values: { revision: incident.revision - 1 },\n",
        to: '',
      },
      {
        name: 'incident-twice',
        what: 'an incident is opened twice',
        from: "put: incidentItem(incident), condition: 'attribute_not_exists(pk)'",
        to: 'put: incidentItem(incident)',
      },
      {
        name: 'record-overwritten',
        what: 'the record of a service is written over a later one',
        from: "return { ...write, condition: '#revision = :revision', names: ['revision'], values: { revision: record.revision } };",
        to: 'return write;',
      },
      {
        name: 'first-record-overwritten',
        what: 'two first records of a service are one',
        from: "if (record.revision === 0) return { ...write, condition: 'attribute_not_exists(pk)' };",
        to: 'if (record.revision === 0) return write;',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/dynamo-admission.ts',
    ['test/contract/conditional-writes.test.ts'],
    [
      {
        name: 'execution-taken',
        what: 'an execution gets another incident',
        from: "    put: { incidentId, ttl: traceExpiry(at) },\n    condition: 'attribute_not_exists(pk)',\n",
        to: '    put: { incidentId, ttl: traceExpiry(at) },\n',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/dynamo-admission.ts',
    ['test/contract/dynamodb.test.ts#Ledger in DynamoDB'],
    [
      {
        name: 'signal-twice',
        what: 'a signal that was seen is seen again',
        from: "condition: 'attribute_not_exists(#order) OR #order < :order'",
        to: "condition: 'attribute_not_exists(#order) OR #order <= :order'",
      },
      {
        name: 'conflict-is-error',
        what: 'a signal that arrives beside another is lost',
        from: 'if (outcome.failed.has(RECORD) || outcome.failed.size === 0)',
        to: 'if (outcome.failed.size === 0)',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/dynamo-ledger.ts',
    ['test/contract/dynamodb.test.ts#Ledger in DynamoDB'],
    [
      {
        name: 'closed-over-signals',
        what: 'an incident closes over a signal that came meanwhile',
        from: 'hasUnseenSignals(record, incident, signalsSeen) ? undefined :',
        to: 'hasUnseenSignals(record, incident, signalsSeen) && signalsSeen < 0 ? undefined :',
      },
      {
        name: 'refused-save',
        what: 'an incident that was not written counts as written',
        from: "    if (outcome.kind === 'written') return next;\n    if (outcome.failed.has(0))",
        to: '    if (outcome.kind !== undefined) return next;\n    if (outcome.failed.has(0))',
      },
      {
        name: 'told-by-default',
        what: 'every incident counts as told',
        from: "item?.['notifiedAt'] !== undefined",
        to: "item?.['notifiedAt'] === undefined",
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/dynamo-memory.ts',
    ['test/contract/conditional-writes.test.ts'],
    [
      {
        name: 'reversed-twice',
        what: 'a credit is taken back as often as it is asked',
        from: "    condition: '#status = :succeeded',\n    names: ['status'],\n    values: { relapsed: 'relapsed', succeeded: 'succeeded' },\n",
        to: "    names: ['status'],\n    values: { relapsed: 'relapsed' },\n",
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/dynamo-waits.ts',
    ['test/contract/conditional-writes.test.ts'],
    [
      {
        name: 'wait-twice',
        what: 'a wait is counted as often as it is told',
        from: "      condition: 'attribute_not_exists(pk)',\n",
        to: '',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/dynamo-sweeps.ts',
    ['test/contract/conditional-writes.test.ts'],
    [
      {
        name: 'two-sweeps',
        what: 'two sweeps go on at once',
        from: "condition: 'attribute_not_exists(#until) OR #until <= :now'",
        to: "condition: 'attribute_not_exists(#until) OR #until <= :now OR #until > :now'",
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/dynamo-account.ts',
    ['test/contract/conditional-writes.test.ts'],
    [
      {
        name: 'first-account-overwritten',
        what: 'two first writes of the account are one',
        from: "if (revision === 0) return { ...write, condition: 'attribute_not_exists(pk)' };",
        to: 'if (revision === 0) return write;',
      },
    ],
  ),
];
