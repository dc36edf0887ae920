/** The results of decoding an event. Apart from the decoders, so that they do not depend on each other. */
import type { IgnoreReason } from '../vocabulary.ts';
import type { Signal } from './signal.ts';

export type Decoded =
  | { readonly kind: 'signal'; readonly signal: Signal }
  | { readonly kind: 'ignored'; readonly reason: IgnoreReason; readonly detail: string }
  /** The dead-letter queue keeps the event with this text: what is wrong, which value, what is allowed. */
  | { readonly kind: 'rejected'; readonly problem: string };

export function ignored(reason: IgnoreReason, detail: string): Decoded {
  return { kind: 'ignored', reason, detail };
}

export function rejected(problem: string): Decoded {
  return { kind: 'rejected', problem };
}
