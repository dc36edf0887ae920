/** The list of defects fits the code as it is, so that the mutation check can be run at any time. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFECTS } from './defects.ts';
import { broken } from './defect.ts';

describe('the mutation check', () => {
  it('has at least 150 defects, each with a name of its own', () => {
    expect(DEFECTS.length).toBeGreaterThanOrEqual(150);
    expect(new Set(DEFECTS.map(({ name }) => name)).size).toBe(DEFECTS.length);
  });

  it.each(DEFECTS)('can put $name into $file, where $what', (defect) => {
    const sound = readFileSync(new URL(`../../${defect.file}`, import.meta.url), 'utf8');
    expect(broken(sound, defect)).not.toBe(sound);
  });
});
