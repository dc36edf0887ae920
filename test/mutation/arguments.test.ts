/** The command line of the mutation check chooses defects, and says what is wrong and what is allowed. */
import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';
import { DEFECTS } from './defects.ts';

const [FIRST, SECOND, THIRD] = DEFECTS;
const THREE = DEFECTS.slice(0, 3);

describe('the command line of the mutation check', () => {
  it('takes all defects, those that are named, or every Nth of them', () => {
    expect(readArguments([], THREE)).toEqual({ kind: 'run', json: false, defects: THREE });
    expect(readArguments(['--json', SECOND?.name ?? ''], THREE)).toEqual({
      kind: 'run',
      json: true,
      defects: [SECOND],
    });
    expect(readArguments(['--shard', '1/2'], THREE)).toMatchObject({ defects: [FIRST, THIRD] });
    expect(readArguments(['--shard=2/2'], THREE)).toMatchObject({ defects: [SECOND] });
    expect(readArguments(['--help'], THREE)).toEqual({ kind: 'help' });
  });

  it.each([
    { words: ['--shard', '3/2'], says: '--shard "3/2" is not allowed; allowed: I/N, I from 1 to N' },
    { words: ['--shard', '0/2'], says: '--shard "0/2" is not allowed' },
    {
      words: ['no-such-defect'],
      says: `defect "no-such-defect" is not known; allowed: ${FIRST?.name}, ${SECOND?.name}`,
    },
    {
      words: ['--jsno'],
      says: 'option "--jsno" is not known; allowed: --json, --shard, --help, -h; did you mean --json?',
    },
  ])('refuses $words', ({ words, says }) => {
    expect(readArguments(words, THREE)).toMatchObject({ kind: 'wrong', message: expect.stringContaining(says) });
  });
});
