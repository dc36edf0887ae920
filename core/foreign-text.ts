/**
 * The one door for text that others wrote: alarm names and reasons, stop reasons, parameter values, tags, error
 * messages. Messages, log lines and items show such text only as this file returns it, so that no outsider can add a
 * line, hide characters, or reverse the text direction. Use the original only to compare and to write back.
 */

/** Characters kept by default: names and reasons are shorter, and a payload is not worth reading at night. */
export const FOREIGN_CHARACTERS_MAX = 200;

/** Line and paragraph separators, tabs, control characters and every other white space become one space. */
const SPACE_OR_CONTROL = /[\s\p{Cc}\u2028\u2029]+/gu;
/**
 * Text direction, zero width, byte order, tags; letters and selectors without a visible form, also those that Unicode
 * only reserves. What makes a sign an emoji stays.
 */
const INVISIBLE = /(?!\u{FE0F})[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Half of a surrogate pair: no text, and refused by some receivers. */
const BROKEN = /\p{Cs}/gu;
/** More marks on one letter than any language uses reach into the lines above and below. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;

/**
 * The text on one line, without control, direction and invisible characters, at most `max` characters (the last one `…`
 * where it was cut). Cleaning it again changes nothing.
 */
export function foreignText(text: string, max: number = FOREIGN_CHARACTERS_MAX): string {
  // Cut before the regular expressions, so that a megabyte costs no time.
  const start = text.slice(0, max * 8);
  const line = start
    .replaceAll(INVISIBLE, '')
    .replaceAll(SPACE_OR_CONTROL, ' ')
    .replaceAll(BROKEN, '\uFFFD')
    .replaceAll(PILED_MARKS, '$1')
    .trim();
  const characters = Array.from(line);
  if (characters.length <= max && start.length === text.length) return line;
  return `${characters.slice(0, max - 1).join('')}…`;
}

/** Whether the text has no control, direction, invisible or broken characters; spaces may be as they like. */
export function isPlain(text: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text) && text.replaceAll(INVISIBLE, '') === text;
}

/** The text unchanged if it is one plain line, such as a command whose every space counts; else as `foreignText`. */
export function plainLineOf(text: string, max: number): string {
  return text.length <= max && isPlain(text) ? text : foreignText(text, max);
}

/** The text in double quotes, for a sentence that names a value: `"on"`. Quotes within it become single ones. */
export function quotedForeign(text: string, max: number = FOREIGN_CHARACTERS_MAX): string {
  return `"${foreignText(text, max).replaceAll('"', "'")}"`;
}
