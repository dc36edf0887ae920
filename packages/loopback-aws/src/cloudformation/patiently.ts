/** CloudFormation asks again where another service throttles it: a deployment takes longer then, and does not fail. */
import { AwsError } from '../aws-service.ts';
import type { Clock } from '../clock.ts';

const AGAIN_AFTER_MS = 1_000;
const TRIES_MAX = 60;

/** Makes the call until it is not throttled, at most for a minute of cloud time. @throws what it throws otherwise */
export async function patiently<Result>(
  clock: Pick<Clock, 'sleep'>,
  call: () => Promise<Result>,
  triesLeft = TRIES_MAX,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ThrottlingException' || triesLeft <= 1) throw error;
  }
  await clock.sleep(AGAIN_AFTER_MS);
  return await patiently(clock, call, triesLeft - 1);
}
