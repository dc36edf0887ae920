/**
 * HTML in which every value is escaped: a template's text is markup, its values are not. Alarm names, deployment
 * reasons and signals of applications are other people's texts.
 */

/** Markup that is safe to show. Only `html` makes it. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | Markup | readonly Markup[];

/** A template whose text is markup and whose values are text, unless they are markup themselves. */
export function html(texts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const parts = texts.map((text, index) => text + (index < values.length ? markupOf(values[index] ?? '') : ''));
  return { markup: parts.join('') };
}

function markupOf(value: Value): string {
  if (typeof value === 'object') return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
  return escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Characters of one value: enough to read in a table, too few to fill the page with. */
const VALUE_CHARACTERS_MAX = 400;

/** Also quotes and backquotes, so that a value is safe in an attribute; control characters become spaces. */
function escaped(text: string): string {
  const shown = text.length > VALUE_CHARACTERS_MAX ? `${text.slice(0, VALUE_CHARACTERS_MAX)}…` : text;
  return shown
    .replaceAll(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, ' ')
    .replaceAll(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}
