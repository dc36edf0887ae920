/** The table of limits in the documentation has every number there is, with the default that it has. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ACCOUNT_POLICY, SERVICE_POLICY } from '../../../core/limits/policy.ts';
import { HOLD_REASONS } from '../../../core/holds/reasons.ts';

const text = readFileSync(new URL('../../../docs/limits.md', import.meta.url), 'utf8');

it('documents every number with its default, and none that does not exist', () => {
  const section = text.split('## The numbers')[1]?.split(/^## /m)[0] ?? '';
  const rows = [...section.matchAll(/^\| `(\w+)`\s*\| ([^|]*?)\s*\|/gm)].map(([, name, value]) => [name, value]);
  const defaults = Object.entries({ ...ACCOUNT_POLICY, ...SERVICE_POLICY });
  expect(Object.fromEntries(rows)).toEqual(
    Object.fromEntries(
      defaults.map(([name, value]) => [name, typeof value === 'number' ? String(value) : value.join(', ')]),
    ),
  );
});

it('names refusals that exist', () => {
  const section = text.split('## The numbers')[0] ?? '';
  const named = [...section.matchAll(/^\| L.*$/gm)].flatMap(([row]) => {
    const cell = row.split('|')[5] ?? '';
    return [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name ?? '');
  });
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !(HOLD_REASONS as readonly string[]).includes(name))).toEqual([]);
});
