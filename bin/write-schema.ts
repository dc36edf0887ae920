/**
 * Writes `runbooks/runbook.schema.json`. Run after the schema of runbooks changed; a test says when that was forgotten.
 */
import { writeFileSync } from 'node:fs';
import { runbookJsonSchema } from '../core/runbook/json-schema.ts';

writeFileSync(new URL('../runbooks/runbook.schema.json', import.meta.url), runbookJsonSchema());
