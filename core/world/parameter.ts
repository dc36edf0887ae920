/** The result of reading an SSM parameter: a value, none, or a failure. */

export type ParameterReading =
  /** `changedAt`: when its value last changed; absent where it never did, or the time is unknown. */
  | { readonly kind: 'value'; readonly value: string; readonly changedAt?: number }
  | { readonly kind: 'absent' }
  /** `unread`: the read failed, so it may be anything; absent where its value is unusable, or was not read. */
  | { readonly kind: 'unreadable'; readonly why: string; readonly unread?: true };

export interface OverrideReading {
  readonly global: ParameterReading;
  readonly service: ParameterReading;
  /** A person's answer; absent when no question was asked. */
  readonly answer?: ParameterReading;
  /** Whether a person asked to undo; absent when not read. */
  readonly undo?: ParameterReading;
}
