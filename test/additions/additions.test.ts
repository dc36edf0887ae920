/** Every addition fits the project as it is, and touches few files. `additions.real.test.ts` makes them in a copy. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Edit } from './addition.ts';
import { ADDITIONS } from './additions.ts';

const named = ADDITIONS.map((addition) => ({ case: addition.name, ...addition }));

it.each(named)('a $case touches few files', ({ edits, filesMax, folder = 'test/added' }) => {
  const touched = edits
    .map(({ file }) => file)
    .filter((file) => !file.startsWith('test/added/') && !file.startsWith(`${folder}/`));
  expect(new Set(touched).size).toBeLessThanOrEqual(filesMax);
});

it.each(named)('a $case changes texts that are there exactly once', ({ edits }) => {
  const changed = edits.filter((edit): edit is Extract<Edit, { readonly from: string }> => 'from' in edit);
  const partsOf = ({ file, from }: (typeof changed)[number]) =>
    readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8').split(from).length;
  expect(changed.map(partsOf)).toEqual(changed.map(() => 2));
});
