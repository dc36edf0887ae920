/**
 * The errors that prevent all checks, with what to do: a wrong option, no credentials, no region, no stack, no healer in
 * it.
 */
import { WrongOption } from '../core/config/wrong-option.ts';
import { describeError } from '../lambdas/adapters/aws-call.ts';

/** Thrown when no check is possible. `message` is the reason, without a full stop; `fix` says what to do. */
export class CannotVerify extends Error {
  override readonly name = 'CannotVerify';
  readonly fix: string;

  constructor(message: string, fix: string, options?: ErrorOptions) {
    super(message, options);
    this.fix = fix;
  }
}

/** Exit code of a command that could not even ask: other than one whose checks failed. */
export const NOTHING_DONE = 2;

/** The SDK's errors without credentials, and AWS's answers to credentials that it refuses. */
const NO_CREDENTIALS = /Credentials|TokenProviderError|SSO/;
const REFUSED = /InvalidClientTokenId|UnrecognizedClient|ExpiredToken|SignatureDoesNotMatch|InvalidSignature/;

/** The same error in words for the operator; undefined if the operator cannot correct it. */
export function whyNothing(error: unknown): CannotVerify | undefined {
  if (error instanceof CannotVerify) return error;
  if (error instanceof WrongOption) {
    return new CannotVerify(error.message, error.fix ?? '--help lists the options', { cause: error });
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (REFUSED.test(name)) {
    const fix = 'sign in again, or choose another profile with AWS_PROFILE';
    return new CannotVerify(`AWS does not accept these credentials (${name})`, fix, { cause: error });
  }
  if (NO_CREDENTIALS.test(name)) {
    const fix =
      'sign in (aws sso login, aws configure) or set AWS_PROFILE; the rights needed are in docs/verify.md of the healer package';
    return new CannotVerify('No AWS credentials were found', fix, { cause: error });
  }
  if (/Region is missing/.test(message)) {
    return new CannotVerify('No region is given', 'add --region eu-central-1, or set AWS_REGION', { cause: error });
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED/.test(`${message} ${String((error as { code?: unknown }).code)}`)) {
    const fix = 'check the region name and the network';
    return new CannotVerify(`AWS cannot be reached: ${describeError(error)}`, fix, { cause: error });
  }
  return undefined;
}

/** Tells the operator why nothing could be done. @returns the exit code @throws `error` where the operator cannot correct it */
export function toldWhyNothing(error: unknown, why = whyNothing(error)): number {
  if (why === undefined) throw error;
  process.stderr.write(`${why.message}.\n→ ${why.fix}\n`);
  return NOTHING_DONE;
}
