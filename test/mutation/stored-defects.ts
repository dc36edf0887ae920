/** Defects of the forms of stored values, and of the version in every item. */
import { inFile, type Defect } from './defect.ts';

export const STORED_DEFECTS: readonly Defect[] = [
  ...inFile(
    'core/stored/stored-type.ts',
    ['test/contract/stored-forms.test.ts', 'test/contract/old-records.test.ts'],
    [
      {
        name: 'later-form-read',
        what: 'what a later healer wrote is read as if this one had',
        from: 'version >= 1 && version <= most',
        to: 'version >= 1',
      },
      {
        name: 'earlier-form-skipped',
        what: 'a value of an earlier form is taken for one of the next',
        from: 'type.earlier.slice(version - 1)',
        to: 'type.earlier.slice(version)',
      },
      {
        name: 'form-unchecked',
        what: 'what the table holds is believed',
        from: 'problemOf(type.schema, value) ?? type.further',
        to: 'type.further',
      },
    ],
  ),
  ...inFile(
    'core/stored/stored-incident.ts',
    ['test/contract/old-records.test.ts'],
    [
      {
        name: 'plan-unchecked',
        what: 'a plan is acted on that its remedy did not make',
        from: 'if (why !== undefined) return `attempts',
        to: "if (why === '') return `attempts",
      },
    ],
  ),
  ...inFile(
    'core/stored/stored-record.ts',
    ['test/contract/old-records.test.ts'],
    [
      {
        name: 'old-record-unread',
        what: 'a record of the version before cannot be read',
        from: '...freshServiceRecord(record.service), ...record',
        to: '...record',
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/dynamo-versions.ts',
    ['test/contract/old-records.test.ts'],
    [
      {
        name: 'version-unlooked',
        what: 'an item of a later healer is read',
        from: 'if (why !== undefined) throw',
        to: "if (why === '') throw",
      },
    ],
  ),
  ...inFile(
    'lambdas/adapters/dynamo-table.ts',
    ['test/contract/old-records.test.ts'],
    [
      {
        name: 'version-lowered',
        what: 'an update of a part gives a later form an earlier version',
        from: 'if_not_exists(#${VERSION}, :${VERSION})',
        to: ':${VERSION}',
      },
    ],
  ),
];
