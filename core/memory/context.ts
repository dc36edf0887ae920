/**
 * What is seen beside the alarm and changes what will help. One symptom has many causes: high CPU right after a release
 * is another failure than high CPU under twice the load. Results are therefore remembered apart by these signs, and read
 * apart; averaged over all of them they would say little about any.
 */

/** In the order in which a context is spelt. */
export const SIGNS = ['released', 'switched', 'loaded', 'few'] as const;
export type Sign = (typeof SIGNS)[number];

/** The signs that were seen, spelt `released+few`; `plain` when there were none. What could not be read was not seen. */
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
  loaded: 'under more load than usual',
  few: 'with few tasks sick',
};

/** The context as people say it: "soon after a deployment, with few tasks sick"; nothing to say of a plain one. */
export function contextWords(context: Context): string {
  if (context === PLAIN) return '';
  const seen = context.split(JOINT);
  return SIGNS.filter((sign) => seen.includes(sign))
    .map((sign) => WORDS[sign])
    .join(', ');
}
