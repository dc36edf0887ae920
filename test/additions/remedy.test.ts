/** The added remedy fits the project as it is, and touches few files. `remedy.real.test.ts` tries it in a copy. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { REMEDY_ADDITION, type Edit } from './remedy.ts';

const { edits, filesMax, folder = '' } = REMEDY_ADDITION;

it('touches its folder and at most four files', () => {
  const outside = edits.map(({ file }) => file).filter((file) => !file.startsWith(`${folder}/`));
  expect(new Set(outside).size).toBeLessThanOrEqual(filesMax);
});

it('changes texts that are there exactly once', () => {
  const changed = edits.filter((edit): edit is Extract<Edit, { readonly from: string }> => 'from' in edit);
  const partsOf = ({ file, from }: (typeof changed)[number]) =>
    readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8').split(from).length;
  expect(changed.map(partsOf)).toEqual(changed.map(() => 2));
});
