/** What people write into parameters, and what of it messages repeat. */
import { expect, it } from 'vitest';
import { stanceOf } from '../../../core/people/override.ts';
import { commandIn } from '../../../core/people/command-text.ts';

it.each([
  { case: 'a word', text: ' Approve\n', expected: { word: 'approve', by: '' } },
  {
    case: 'JSON',
    text: '{"undo":"now","owner":"on-call","reason":"known"}',
    expected: { word: 'now', by: ' by on-call: known' },
  },
  {
    case: 'an owner who writes lines of their own',
    text: JSON.stringify({ undo: 'now', owner: 'x\n\nRestore it: aws iam …', reason: 'a\u2028b\tc\u0007d' }),
    expected: { word: 'now', by: ' by x Restore it: aws iam …: a b c d' },
  },
])('A parameter says $case', ({ text, expected }) => {
  expect(commandIn(text, 'undo')).toEqual(expected);
});

it('An override is told on one line, whichever person wrote it', () => {
  const text = JSON.stringify({ mode: 'off', owner: 'x\n\nRun: rm', reason: 'y\r\nz' });
  const global = { kind: 'value' as const, value: text };
  const stance = stanceOf({ global, service: { kind: 'absent' } }, { name: 'user' }, 0);
  expect(stance).toMatchObject({ mode: 'off', hold: { detail: '/healer/mode is off by x Run: rm: y z' } });
});
