/** Why nothing could be done at all, and what to do: a wrong option, no credentials, no region, no stack, no healer in it. */
import { WrongOption } from '../core/config/wrong-option.ts';
import { describeError } from '../lambdas/adapters/aws-call.ts';

/** Thrown when nothing can be checked; `message` says why without a full stop, `fix` what a person can do about it. */
export class CannotVerify extends Error {
  override readonly name = 'CannotVerify';
  readonly fix: string;

  constructor(message: string, fix: string, options?: ErrorOptions) {
    super(message, options);
    this.fix = fix;
  }
}

/** What the SDK throws when it finds nothing to sign with, and what AWS answers to what it does not accept. */
const NO_CREDENTIALS = /Credentials|TokenProviderError|SSO/;
const REFUSED = /InvalidClientTokenId|UnrecognizedClient|ExpiredToken|SignatureDoesNotMatch|InvalidSignature/;

/** The same error in a person's words, where it is one a person can mend; otherwise undefined. */
export function whyNothing(error: unknown): CannotVerify | undefined {
  if (error instanceof CannotVerify) return error;
  if (error instanceof WrongOption) {
    return new CannotVerify(error.message, error.fix ?? '--help says what there is', { cause: error });
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (REFUSED.test(name)) {
    const fix = 'sign in again, or take another profile with AWS_PROFILE';
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
