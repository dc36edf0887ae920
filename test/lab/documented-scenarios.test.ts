/** The table of scenarios in the documentation is the catalogue, name by name. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SCENARIOS } from '../../lab/scenarios/catalogue.ts';

it('the documentation lists every scenario of the lab in the order in which all are run, and none spare', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/lab.md'), 'utf8');
  const [, table = ''] = /^(\| Scenario [\s\S]*?)\n\n/m.exec(page) ?? [];
  const rows = [...table.matchAll(/^\| `([a-z-]+)` /gm)].map(([, name]) => name);
  expect(rows).toEqual(SCENARIOS.map(({ name }) => name));
});
