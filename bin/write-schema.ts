/**
 * Writes what is made of the runbooks' schema and of the runbooks themselves: `runbooks/runbook.schema.json`, and the
 * table of alarms in `docs/alarms.md`. Run after either changed; tests say when that was forgotten.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { alarmTable } from '../core/runbook/alarm-table.ts';
import { runbookJsonSchema } from '../core/runbook/json-schema.ts';

const RUNBOOKS = new URL('../runbooks/', import.meta.url);
const ALARMS = new URL('../docs/alarms.md', import.meta.url);

/** What stands between these lines is made here. */
const GENERATED = /(<!-- made of the runbooks by npm run schema -->\n)[\s\S]*?(<!-- end -->)/;

writeFileSync(new URL('runbook.schema.json', RUNBOOKS), runbookJsonSchema());
writeFileSync(ALARMS, withTable(readFileSync(ALARMS, 'utf8')));

function withTable(document: string): string {
  if (!GENERATED.test(document)) throw new Error('docs/alarms.md has no place for the table of alarms');
  return document.replace(GENERATED, (_all, begin: string, end: string) => `${begin}\n${table()}\n\n${end}`);
}

function table(): string {
  const files = readdirSync(RUNBOOKS)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted();
  return alarmTable(
    files.map((name) => ({ file: `runbooks/${name}`, text: readFileSync(new URL(name, RUNBOOKS), 'utf8') })),
  );
}
