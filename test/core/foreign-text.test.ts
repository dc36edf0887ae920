import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FOREIGN_CHARACTERS_MAX, foreignText, quotedForeign } from '../../core/foreign-text.ts';

/** Strings that attackers like, mixed with any other. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\n',
        '\r\n',
        '\u2028',
        '\u202E',
        '\u2066',
        '\u200B',
        '\uFEFF',
        '\u0000',
        '\u001B[2J',
        '\u{E0041}',
        '\u{E0141}',
      ),
      fc.constantFrom(
        '\uD800',
        '\u3164',
        '\u0085',
        '\u00AD',
        'e\u0301\u0301\u0301\u0301\u0301\u0301',
        '"',
        'Stop it: ',
      ),
    ),
  )
  .map((parts) => parts.join(''));

describe('text that others wrote', () => {
  it('is one bounded line without control, direction and invisible characters', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 2, max: 300 }), (text, max) => {
        const shown = foreignText(text, max);
        expect(Array.from(shown).length).toBeLessThanOrEqual(max);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(shown).not.toMatch(/[^\S ]/u);
        // Everything that Unicode says is drawn as nothing, but for what makes a sign an emoji.
        expect(shown.replaceAll('\u{FE0F}', '')).not.toMatch(/\p{Default_Ignorable_Code_Point}/u);
      }),
    );
  });

  it('is not changed by being cleaned again', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(foreignText(foreignText(text))).toBe(foreignText(text));
      }),
    );
  });

  it.each([
    { case: 'plain words', text: 'on', shown: 'on' },
    { case: 'another language', text: 'größer als 5 % – שלום', shown: 'größer als 5 % – שלום' },
    { case: 'a line of its own', text: 'x\nStop it: aws iam …', shown: 'x Stop it: aws iam …' },
    { case: 'text that runs backwards', text: 'on\u202Eevil', shown: 'onevil' },
    { case: 'half a letter', text: 'a\uD800b', shown: 'a\uFFFDb' },
    { case: 'nothing that can be seen', text: '\u200B\u3164\n', shown: '' },
  ])('shows $case', ({ text, shown }) => {
    expect(foreignText(text)).toBe(shown);
  });

  it('says by an ellipsis that something was left out', () => {
    expect(foreignText('x'.repeat(FOREIGN_CHARACTERS_MAX))).toHaveLength(FOREIGN_CHARACTERS_MAX);
    expect(foreignText('x'.repeat(FOREIGN_CHARACTERS_MAX + 1))).toBe(`${'x'.repeat(FOREIGN_CHARACTERS_MAX - 1)}…`);
    expect(foreignText('\u200B'.repeat(1_000_000))).toBe('…');
  });

  it('cannot end the quotes it stands in', () => {
    expect(quotedForeign('a" or "b')).toBe(`"a' or 'b"`);
  });
});
