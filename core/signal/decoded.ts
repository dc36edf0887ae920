/**
 * What decoding an event can come to. Apart from the decoders, so that each of them can say it without knowing the others.
 */
import type { IgnoreReason } from '../vocabulary.ts';
import type { Signal } from './signal.ts';

export type Decoded =
  | { readonly kind: 'signal'; readonly signal: Signal }
  | { readonly kind: 'ignored'; readonly reason: IgnoreReason; readonly detail: string }
  /** The event is kept in the dead-letter queue with this text: what is wrong, which value, what is allowed. */
  | { readonly kind: 'rejected'; readonly problem: string };

export function ignored(reason: IgnoreReason, detail: string): Decoded {
  return { kind: 'ignored', reason, detail };
}

export function rejected(problem: string): Decoded {
  return { kind: 'rejected', problem };
}
