/** The port of the clock. */

export interface Clock {
  now(): number;
}
