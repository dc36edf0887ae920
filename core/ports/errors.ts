/** How a port fails: it throws one of these. Expected refusals are return values. */

/** A read failed, so its answer is unknown. Safe to retry. */
export class ReadFailed extends Error {
  override readonly name = 'ReadFailed';
}

/** The read succeeded, and the thing does not exist. */
export class NotThere extends ReadFailed {}

/** The read succeeded, and the healer did not write what it found, or a later healer did. Reading again does not help. */
export class Damaged extends ReadFailed {}

/** A write may or may not have happened. Only stages that check first retry it. */
export class WriteFailed extends Error {
  override readonly name = 'WriteFailed';
}

/** Another writer was first. Load again and start over. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}
