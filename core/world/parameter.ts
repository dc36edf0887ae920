/** The result of reading an SSM parameter: a value, none, or a failure. */

import { either, literal, optional, shape, text, time, yes, type Shaped } from '../shape.ts';

export const ParameterReading = either('kind', [
  /** `changedAt`: when its value last changed; absent where it never did, or the time is unknown. */
  shape({ kind: literal('value'), value: text, changedAt: optional(time) }),
  shape({ kind: literal('absent') }),
  /** `unread`: the read failed, so it may be anything; absent where its value is unusable, or was not read. */
  shape({ kind: literal('unreadable'), why: text, unread: optional(yes) }),
]);
export type ParameterReading = Shaped<typeof ParameterReading>;

export interface OverrideReading {
  readonly global: ParameterReading;
  readonly service: ParameterReading;
  /** A person's answer; absent when no question was asked. */
  readonly answer?: ParameterReading;
  /** Whether a person asked to undo; absent when not read. */
  readonly undo?: ParameterReading;
}
