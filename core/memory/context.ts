/**
 * The signs beside an alarm that change what helps. One symptom has many causes: high CPU right after a release is
 * another failure than high CPU under twice the load. Memory therefore keeps results apart by these signs; averaged
 * over all of them they would say little about any.
 */

/** In the order in which a context is spelt. */
export const SIGNS = ['released', 'switched', 'loaded', 'few'] as const;
export type Sign = (typeof SIGNS)[number];

/** The signs, spelt `released+few`; `plain` without any. A sign that could not be read counts as absent. */
export type Context = string;

export const PLAIN: Context = 'plain';

export function contextOf(seen: Readonly<Record<Sign, boolean>>): Context {
  let context = '';
  for (const sign of SIGNS) if (seen[sign]) context += context === '' ? sign : JOINT + sign;
  return context === '' ? PLAIN : context;
}

const JOINT = '+';

const WORDS: Readonly<Record<Sign, string>> = {
  released: 'soon after a deployment',
  switched: 'soon after a toggle was changed',
  loaded: 'under load above the baseline',
  few: 'with few tasks sick',
};

/** The context in words: "soon after a deployment, with few tasks sick"; empty for a plain one. */
export function contextWords(context: Context): string {
  if (context === PLAIN) return '';
  const seen = context.split(JOINT);
  return SIGNS.filter((sign) => seen.includes(sign))
    .map((sign) => WORDS[sign])
    .join(', ');
}
