/** Errors inside an execution, by the names AWS gives them, and which matcher catches which. */

/** An error with a name that `Retry` and `Catch` can match. */
export class StateError extends Error {
  readonly error: string;

  constructor(error: string, cause: string) {
    super(cause);
    this.name = error;
    this.error = error;
  }
}

/** Errors that `States.ALL` and `States.TaskFailed` do not cover. */
const TERMINAL = ['States.DataLimitExceeded', 'States.Runtime'];

/** Whether `ErrorEquals` covers an error of that name. */
export function covers(errorEquals: readonly string[], error: string): boolean {
  if (errorEquals.includes(error)) return true;
  if (TERMINAL.includes(error)) return false;
  return (
    errorEquals.includes('States.ALL') || (errorEquals.includes('States.TaskFailed') && error !== 'States.Timeout')
  );
}

/** The largest input, output, argument or variable, in bytes. */
export const PAYLOAD_BYTES_MAX = 256 * 1024;

/** Returns `value`, or fails as AWS does when it is too large to travel between states. */
export function withinLimit<T>(what: string, value: T): T {
  if (Buffer.byteLength(JSON.stringify(value) ?? '') <= PAYLOAD_BYTES_MAX) return value;
  throw new StateError('States.DataLimitExceeded', `${what} exceeds the maximum number of ${PAYLOAD_BYTES_MAX} bytes`);
}
