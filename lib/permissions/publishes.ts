/** Publishing to topics, with the rights for the key that encrypts them: without both, no message arrives. */
import { PUBLISHING_KEY_ACTIONS } from '../topic-encryption.ts';
import type { Permission } from './permission.ts';

/** `why` is the purpose. A topic without a user's own key needs the first permission only. */
export function publishes(
  topicArns: readonly string[],
  keyArn: string | undefined,
  why: string,
): readonly Permission[] {
  const publish: Permission = { actions: ['sns:Publish'], resources: topicArns, why };
  if (keyArn === undefined) return [publish];
  return [
    publish,
    {
      actions: PUBLISHING_KEY_ACTIONS,
      resources: [keyArn],
      why: 'A message to an encrypted topic is lost when its sender may not use the key.',
      unexercised: {
        'kms:GenerateDataKeyWithoutPlaintext':
          'SNS’s documentation asks for kms:GenerateDataKey*, which this belongs to; what SNS asks it does not show.',
      },
    },
  ];
}
