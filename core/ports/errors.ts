/**
 * How a port fails: it throws one of these. Expected refusals are return values.
 */

/** A read did not succeed, so nothing is known. Safe to retry. */
export class ReadFailed extends Error {
  override readonly name = 'ReadFailed';
}

/** It was read, and there is no such thing. */
export class NotThere extends ReadFailed {}

/** A write may or may not have happened. Retried only by stages that check first. */
export class WriteFailed extends Error {
  override readonly name = 'WriteFailed';
}

/** Somebody else wrote first. Load again and start over. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}
