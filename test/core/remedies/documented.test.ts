/** The docs' table of remedies and kinds of services is the one that the code makes. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { serviceTable } from '../../../core/remedies/service-table.ts';

it('documents what each remedy does with each kind of service', () => {
  const page = readFileSync(new URL('../../../docs/services.md', import.meta.url), 'utf8');
  const plain = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
  expect(plain(page), 'run npm run schema').toContain(serviceTable());
});
