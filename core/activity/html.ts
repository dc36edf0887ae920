/**
 * HTML in which every value is escaped, because it cannot be written otherwise: a template's text is markup, what is
 * put into it is not. Names of alarms, reasons of deployments and signals of applications are words of strangers.
 */

/** Markup that is safe to show. Made by `html` only. */
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

/** Characters of one value: nobody reads more of it in a table, and nobody can fill the page with it. */
const VALUE_CHARACTERS_MAX = 400;

/** Also quotes and backquotes, so that a value is as safe in an attribute; control characters become spaces. */
function escaped(text: string): string {
  const shown = text.length > VALUE_CHARACTERS_MAX ? `${text.slice(0, VALUE_CHARACTERS_MAX)}…` : text;
  return shown
    .replaceAll(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, ' ')
    .replaceAll(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}
