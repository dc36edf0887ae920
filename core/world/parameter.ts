/**
 * What a read of an SSM parameter gave: a value, that there is none, or that it could not be read.
 */

export type ParameterReading =
  /** `changedAt`: when its value was last changed; absent where it never was, or where nobody knows. */
  | { readonly kind: 'value'; readonly value: string; readonly changedAt?: number }
  | { readonly kind: 'absent' }
  /** `unread`: the read failed, so it may be anything; absent where it has no value that could be used, or nobody asked. */
  | { readonly kind: 'unreadable'; readonly why: string; readonly unread?: true };

export interface OverrideReading {
  readonly global: ParameterReading;
  readonly service: ParameterReading;
  /** What people answered; absent when nothing was asked. */
  readonly answer?: ParameterReading;
  /** Whether people asked to undo; absent when it was not looked for. */
  readonly undo?: ParameterReading;
}
