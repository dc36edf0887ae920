/**
 * What is known, or why it is not. A failed read may hide anything, so it is a reason to hold; nothing to know is none.
 */

export type Known<Value> =
  | { readonly kind: 'known'; readonly value: Value }
  | {
      readonly kind: 'unknown';
      readonly why: string;
      /** Somebody asked and got no answer: it may be anything. Absent where there is nothing to know, or nobody asked. */
      readonly unread?: true;
    };

export function known<Value>(value: Value): Known<Value> {
  return { kind: 'known', value };
}

/** There is nothing to know, or nobody asked. */
export function unknown<Value>(why: string): Known<Value> {
  return { kind: 'unknown', why };
}

/** It was asked, and could not be read. */
export function unread<Value>(why: string): Known<Value> {
  return { kind: 'unknown', why, unread: true };
}

/** Why it could not be read; undefined where it was read, or there is nothing to read. */
export function whyUnread(fact: Known<unknown>): string | undefined {
  return fact.kind === 'unknown' && fact.unread === true ? fact.why : undefined;
}
