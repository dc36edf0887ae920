/**
 * Gives every adapter the same timeouts, retries and two errors. A call must give up well before its Lambda times out, so
 * that the stage ends with a named error and not with a timeout that has no cause.
 */
import { foreignText } from '../../core/foreign-text.ts';
import { ReadFailed, WriteFailed } from '../../core/ports/errors.ts';

/** Longer errors add nothing that helps. */
const ERROR_MAX = 400;

/** Tries of one call, the first included: one retry outlives a lost packet, more would outlive the Lambda. */
const ATTEMPTS_MAX = 2;

/** Time to open a connection. In-region it takes a few milliseconds. */
const CONNECTION_TIMEOUT_MS = 1000;

/** Time for one try to answer: two tries and a back-off stay below 7 s of the Lambda's 30 s. */
const REQUEST_TIMEOUT_MS = 3000;

/** Settings of every SDK client. Region, credentials and endpoint (`AWS_ENDPOINT_URL`) come from the environment. */
export function clientSettings(): {
  readonly maxAttempts: number;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: boolean;
  };
} {
  return {
    maxAttempts: ATTEMPTS_MAX,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  };
}

/** Runs a read. @throws ReadFailed with the cause; one that is thrown inside passes unchanged. */
export async function reading<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ReadFailed) throw error;
    throw new ReadFailed(`${what}: ${describeError(error)}`, { cause: error });
  }
}

/** Runs a write. @throws WriteFailed with the cause; one that is thrown inside passes unchanged. */
export async function writing<T>(what: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof WriteFailed) throw error;
    throw new WriteFailed(`${what}: ${describeError(error)}`, { cause: error });
  }
}

/** Name and message of the thrown value, on one line. */
export function describeError(error: unknown): string {
  return foreignText(error instanceof Error ? `${error.name}: ${error.message}` : String(error), ERROR_MAX);
}

/** A setting that the construct gives every Lambda. @throws Error when it is missing: the deployment is wrong. */
export function environmentVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`Environment variable ${name} is not set`);
  return value;
}

/** Splits the elements into lists of at most `size`, because the calls limit their arguments. */
export function inChunks<T>(elements: readonly T[], size: number): readonly (readonly T[])[] {
  const chunks: (readonly T[])[] = [];
  for (let start = 0; start < elements.length; start += size) chunks.push(elements.slice(start, start + size));
  return chunks;
}
