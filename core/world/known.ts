/**
 * A fact, or why it is unknown. A failed read may hide anything, so it is a reason to hold. A fact that does not exist,
 * or was not read, is not.
 */
import { either, literal, optional, shape, text, yes, type Schema } from '../shape.ts';

export type Known<Value> =
  | { readonly kind: 'known'; readonly value: Value }
  | {
      readonly kind: 'unknown';
      readonly why: string;
      /** A read failed, so the fact may be anything. Absent where it does not exist, or was not read. */
      readonly unread?: true;
    };

/** The same of what is stored with a decision. */
// @__NO_SIDE_EFFECTS__
export function knownOf<Value extends Schema>(value: Value) {
  return either('kind', [
    shape({ kind: literal('known'), value }),
    shape({ kind: literal('unknown'), why: text, unread: optional(yes) }),
  ]);
}

export function known<Value>(value: Value): Known<Value> {
  return { kind: 'known', value };
}

/** An unknown fact that does not exist, or was not read. */
export function unknown<Value>(why: string): Known<Value> {
  return { kind: 'unknown', why };
}

/** An unknown fact whose read failed. */
export function unread<Value>(why: string): Known<Value> {
  return { kind: 'unknown', why, unread: true };
}

/** Why the read failed; undefined where it succeeded, or nothing was to be read. */
export function whyUnread(fact: Known<unknown>): string | undefined {
  return fact.kind === 'unknown' && fact.unread === true ? fact.why : undefined;
}
