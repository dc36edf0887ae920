/** The command line says what is wrong and what is allowed, and guesses nothing. */
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../sim/arguments.ts';
import { POLICY_NAMES } from '../../sim/policies/registry.ts';

describe('the command line', () => {
  it('without words is twenty seeds of four thousand incidents and all policies', () => {
    expect(readArguments([])).toEqual({
      kind: 'run',
      seeds: Array.from({ length: 20 }, (_, index) => index + 1),
      incidents: 4_000,
      policies: POLICY_NAMES,
      json: false,
      writeDocs: false,
    });
  });

  it('takes values after a space and after an equals sign, and policies in the order of the tables', () => {
    expect(readArguments(['--seed', '7', '--incidents=50', '--policies', 'ours,none', '--json'])).toMatchObject({
      seeds: [7],
      incidents: 50,
      policies: ['none', 'ours'],
      json: true,
    });
  });

  it('replays a recording with any number of runbooks', () => {
    expect(readArguments(['--replay', 'a.jsonl', '--runbook', 'b.yaml', '--runbook=c.yaml'])).toEqual({
      kind: 'replay',
      recording: 'a.jsonl',
      runbooks: ['b.yaml', 'c.yaml'],
      json: false,
    });
  });

  it('replays a recording with other numbers', () => {
    expect(readArguments(['--replay', 'a.jsonl', '--policy=p.yaml', '--json'])).toEqual({
      kind: 'replay',
      recording: 'a.jsonl',
      runbooks: [],
      policy: 'p.yaml',
      json: true,
    });
  });

  it.each([
    { case: 'a runbook without a replay', words: ['--runbook', 'b.yaml'], says: '--replay FILE is needed' },
    { case: 'numbers without a replay', words: ['--policy', 'p.yaml'], says: '--replay FILE is needed' },
    { case: 'two files of numbers', words: ['--policy', 'p', '--policy', 'q'], says: '--policy is given twice' },
    {
      case: 'a replay with seeds',
      words: ['--replay', 'a.jsonl', '--seeds', '2'],
      says: 'only --runbook, --policy and',
    },
    { case: 'an unknown word', words: ['--sedes', '3'], says: '"--sedes" is not known; allowed: --seeds' },
    { case: 'a word behind --', words: ['--', 'x'], says: '"x" is not known; allowed: --seeds' },
    { case: 'a missing value', words: ['--seeds'], says: '--seeds needs a value' },
    { case: 'a value that is the next option', words: ['--seeds', '--json'], says: '--seeds needs a value' },
    {
      case: 'no whole number',
      words: ['--seeds', '2.5'],
      says: '--seeds "2.5" is not allowed; allowed: a whole number from 1 to 1000',
    },
    { case: 'too many', words: ['--incidents', '1000000'], says: 'from 1 to 100000' },
    { case: 'none', words: ['--incidents', '0'], says: 'from 1 to 100000' },
    {
      case: 'an unknown policy',
      words: ['--policies', 'ours,best'],
      says: 'policy "best" is not known; allowed: none, ',
    },
    { case: 'one seed and many', words: ['--seed', '1', '--seeds', '2'], says: 'give one of the two' },
    { case: 'the same twice', words: ['--seed', '1', '--seed', '2'], says: '--seed is given twice' },
    {
      case: 'documentation of another run',
      words: ['--write-docs', '--seeds', '2'],
      says: 'documents the default run',
    },
  ])('refuses $case', ({ words, says }) => {
    const read = readArguments(words);
    expect(read).toMatchObject({ kind: 'wrong', message: expect.stringContaining(says) });
  });

  it('suggests the nearest option, and none for a single letter, which is near every other', () => {
    const told = (word: string) => readArguments([word]);
    expect(told('--polices')).toMatchObject({ message: expect.stringMatching(/did you mean --policies\?$/) });
    expect(told('-x')).toMatchObject({ message: expect.stringMatching(/^option "-x" is not known; .*--help, -h$/) });
  });

  it('shows help whatever else is asked for', () => {
    expect(readArguments(['--json', '--help'])).toEqual({ kind: 'help' });
  });
});
