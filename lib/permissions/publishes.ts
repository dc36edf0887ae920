/** Publishing to topics, and what that needs of the key that encrypts them: the one grants nothing without the other. */
import { PUBLISHING_KEY_ACTIONS } from '../topic-encryption.ts';
import type { Permission } from './permission.ts';

/** `why` is what is told; a topic without a key of the user's own needs no more than the first. */
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
