/**
 * Writes what is made of the code and of the runbooks: `runbooks/runbook.schema.json`, the table of alarms in
 * `docs/alarms.md`, that of services and remedies in `docs/services.md`, and that of holds in `docs/holds.md`. Tests say when it was forgotten.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { holdTable } from '../core/holds/hold-table.ts';
import { alarmTable } from '../core/runbook/alarm-table.ts';
import { runbookJsonSchema } from '../core/runbook/json-schema.ts';
import { serviceTable } from '../core/remedies/service-table.ts';

const RUNBOOKS = new URL('../runbooks/', import.meta.url);
const ALARMS = new URL('../docs/alarms.md', import.meta.url);
const SERVICES = new URL('../docs/services.md', import.meta.url);
const HOLDS = new URL('../docs/holds.md', import.meta.url);

/** What stands between these lines is made here. */
const GENERATED = /(<!-- made of the (?:runbooks|code) by npm run schema -->\n)[\s\S]*?(<!-- end -->)/;

writeFileSync(new URL('runbook.schema.json', RUNBOOKS), runbookJsonSchema());
writeFileSync(ALARMS, withTable(readFileSync(ALARMS, 'utf8'), alarms()));
writeFileSync(SERVICES, withTable(readFileSync(SERVICES, 'utf8'), serviceTable()));
writeFileSync(HOLDS, withTable(readFileSync(HOLDS, 'utf8'), holdTable()));

function withTable(document: string, table: string): string {
  if (!GENERATED.test(document)) throw new Error('a document has no place for its table');
  return document.replace(GENERATED, (_all, begin: string, end: string) => `${begin}\n${table}\n\n${end}`);
}

function alarms(): string {
  const files = readdirSync(RUNBOOKS)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted();
  return alarmTable(
    files.map((name) => ({ file: `runbooks/${name}`, text: readFileSync(new URL(name, RUNBOOKS), 'utf8') })),
  );
}
