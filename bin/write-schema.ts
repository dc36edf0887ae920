/**
 * Writes what is generated from code and runbooks: `runbooks/runbook.schema.json` and the tables in `docs/alarms.md`,
 * `docs/services.md` and `docs/holds.md`. Tests fail until it has run.
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

/** Replaces the text between these two lines. */
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
