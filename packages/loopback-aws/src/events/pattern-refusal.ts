/** How EventBridge refuses a pattern, when the rule is created. */
import { AwsError } from '../aws-service.ts';

export function invalid(reason: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}
